/// A JSON value, as far as GeoJSON needs one. Numbers are doubles; of members with equal names the last one counts.
indirect enum JSONValue: Equatable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Parses a whole text, nil when it is not one object or array of well-formed JSON.
    init?(parsing text: ArraySlice<UInt8>) {
        var parser = JSONParser(text)
        guard let value = parser.document() else { return nil }
        self = value
    }

    /// The member of an object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    var number: Double? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    var array: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }
}
