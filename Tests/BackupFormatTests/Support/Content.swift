import AerospikeProtocol
import Foundation

/// A value as the Python client showed it, for comparison.
indirect enum Content: Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case float(UInt64)
    case text(String)
    case bytes([UInt8])
    case geo(String)
    case list([Content])
    case map(Set<[Content]>)

    static func float(of value: Double) -> Content { .float(value.isNaN ? Double.nan.bitPattern : value.bitPattern) }

    /// GeoJSON with its keys in order.
    static func geo(of json: Any) -> Content {
        let data = try? JSONSerialization.data(withJSONObject: json, options: .sortedKeys)
        return .geo(String(decoding: data ?? Data(), as: UTF8.self))
    }

    /// Reads `{type: value}` of `contents.json`.
    init?(json: Any) {
        guard let pair = json as? [String: Any], let (type, value) = pair.first else { return nil }
        switch (type, value) {
        case ("bool", let value as Bool): self = .bool(value)
        case ("int", let value as String): self = .int(Int64(value) ?? 0)
        case ("float", let value as String): self = .float(of: strtod(value, nil))
        case ("str", let value as String): self = .text(value)
        case ("bytes", let value as String): self = .bytes(Array(Data(base64Encoded: value) ?? Data()))
        case ("geo", let value): self = .geo(of: value)
        case ("list", let values as [Any]): self = .list(values.compactMap { Content(json: $0) })
        case ("map", let pairs as [[Any]]):
            self = .map(
                Set(
                    pairs.map { pair in
                        let key = (pair[0] as? String).flatMap { key in
                            try? JSONSerialization.jsonObject(with: Data(key.utf8), options: .fragmentsAllowed)
                        }
                        return [key.flatMap { Content(json: $0) } ?? .null, Content(json: pair[1]) ?? .null]
                    }
                )
            )
        default: self = .null
        }
    }

    /// Reads a bin's value as it goes over the wire.
    init(_ type: ParticleType, _ value: [UInt8]) {
        let number = value.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        switch type {
        case .integer: self = .int(Int64(bitPattern: number))
        case .float: self = .float(of: Double(bitPattern: number))
        case .boolean: self = .bool(value == [1])
        case .string: self = .text(String(decoding: value, as: UTF8.self))
        case .geoJSON: self = Content.geo(text: value)
        case .list, .map:
            var reader = PackedReader(bytes: value)
            self = reader.read()
        default: self = .bytes(value)
        }
    }

    static func geo(text: [UInt8]) -> Content {
        (try? JSONSerialization.jsonObject(with: Data(text))).map { Content.geo(of: $0) } ?? .null
    }
}

/// Reads well-formed MessagePack of lists and maps.
private struct PackedReader {
    var bytes: [UInt8]
    var offset = 0

    mutating func number(_ size: Int) -> UInt64 {
        defer { self.offset += size }
        return self.bytes[self.offset..<(self.offset + size)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func read() -> Content {
        let byte = UInt8(self.number(1))
        switch byte {
        case 0x00...0x7F: return .int(Int64(byte))
        case 0xE0...0xFF: return .int(Int64(Int8(bitPattern: byte)))
        case 0xC0: return .null
        case 0xC2, 0xC3: return .bool(byte == 0xC3)
        case 0xCA: return .float(of: Double(Float(bitPattern: UInt32(self.number(4)))))
        case 0xCB: return .float(of: Double(bitPattern: self.number(8)))
        case 0xCC...0xCF: return .int(Int64(bitPattern: self.number(1 << Int(byte - 0xCC))))
        case 0xD0: return .int(Int64(Int8(truncatingIfNeeded: self.number(1))))
        case 0xD1: return .int(Int64(Int16(truncatingIfNeeded: self.number(2))))
        case 0xD2: return .int(Int64(Int32(truncatingIfNeeded: self.number(4))))
        case 0xD3: return .int(Int64(bitPattern: self.number(8)))
        case 0xA0...0xBF: return self.typed(Int(byte & 0x1F))
        case 0xC4, 0xD9: return self.typed(Int(self.number(1)))
        case 0xC5, 0xDA: return self.typed(Int(self.number(2)))
        case 0xC6, 0xDB: return self.typed(Int(self.number(4)))
        case 0x90...0x9F: return self.list(Int(byte & 0x0F))
        case 0xDC: return self.list(Int(self.number(2)))
        case 0x80...0x8F: return self.map(Int(byte & 0x0F))
        case 0xDE: return self.map(Int(self.number(2)))
        case 0xC7:
            self.offset += Int(self.number(1)) + 1
            return .text("flags of order")
        default: return .null
        }
    }

    private mutating func typed(_ count: Int) -> Content {
        guard count > 0 else { return .bytes([]) }
        let type = ParticleType(rawValue: self.bytes[self.offset])
        let content = Array(self.bytes[(self.offset + 1)..<(self.offset + count)])
        self.offset += count
        return Content(type, content)
    }

    private mutating func list(_ count: Int) -> Content {
        .list((0..<count).map { _ in self.read() }.filter { $0 != .text("flags of order") })
    }

    private mutating func map(_ count: Int) -> Content {
        .map(Set((0..<count).map { _ in [self.read(), self.read()] }.filter { $0[0] != .text("flags of order") }))
    }
}
