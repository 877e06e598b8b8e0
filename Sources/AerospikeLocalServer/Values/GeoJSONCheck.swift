/// A light check of GeoJSON text: what the server takes for a point or a region (`Spec/wire-protocol.md` §7.1).
enum GeoJSONCheck {
    /// What a text describes.
    enum Geometry: Equatable {
        case point
        case region
    }

    /// Returns what a text describes, nil when the server would refuse it.
    static func geometry(of text: ArraySlice<UInt8>) -> Geometry? {
        guard let value = JSONValue(parsing: text), let type = value["type"]?.string else { return nil }
        guard type == "Feature" else { return self.geometry(value, type: type) }
        guard let inner = value["geometry"], let innerType = inner["type"]?.string else { return nil }
        return self.geometry(inner, type: innerType)
    }

    private static func geometry(_ value: JSONValue, type: String) -> Geometry? {
        guard let coordinates = value["coordinates"]?.array else { return nil }
        switch type {
        case "Point": return self.position(coordinates) == nil ? nil : .point
        case "Polygon": return self.isPolygon(coordinates) ? .region : nil
        case "MultiPolygon": return coordinates.allSatisfy { self.isPolygon($0.array) } ? .region : nil
        case "AeroCircle": return self.isCircle(coordinates) ? .region : nil
        default: return nil
        }
    }

    private static func position(_ coordinates: [JSONValue]?) -> [Double]? {
        guard let coordinates, coordinates.count == 2, let longitude = coordinates[0].number,
            let latitude = coordinates[1].number, abs(longitude) <= 180, abs(latitude) <= 90
        else { return nil }
        return [longitude, latitude]
    }

    private static func isPolygon(_ loops: [JSONValue]?) -> Bool {
        guard let loops else { return false }
        return loops.allSatisfy { self.isLoop($0.array) }
    }

    /// A loop is closed and has at least four positions, repeated neighbours not counted.
    private static func isLoop(_ vertices: [JSONValue]?) -> Bool {
        guard let vertices else { return false }
        var positions: [[Double]] = []
        for vertex in vertices {
            guard let position = self.position(vertex.array) else { return false }
            if positions.last != position { positions.append(position) }
        }
        return positions.count >= 4 && positions.first == positions.last
    }

    private static func isCircle(_ coordinates: [JSONValue]) -> Bool {
        coordinates.count == 2 && self.position(coordinates[0].array) != nil && coordinates[1].number != nil
    }
}
