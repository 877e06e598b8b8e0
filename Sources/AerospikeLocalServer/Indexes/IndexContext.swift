import AerospikeProtocol

/// The context of an index: a packed list of step types and values, such as `[0x10, 2]` for the list element at index 2.
enum IndexContext {
    private static let names: [UInt64: String] = [
        0x10: "list_index", 0x11: "list_rank", 0x13: "list_value",
        0x20: "map_index", 0x21: "map_rank", 0x22: "map_key", 0x23: "map_value",
    ]

    /// Spells out a context as the real server does; `nil` if it is no context.
    static func text(ofBase64 base64: String) -> String? {
        guard let bytes = Base64.decode(base64), let items = Self.items(bytes), !items.isEmpty, items.count % 2 == 0
        else { return nil }
        var steps: [String] = []
        for index in stride(from: 0, to: items.count, by: 2) {
            guard let type = UInt64(items[index]), let name = Self.names[type & 0x3F] else { return nil }
            steps.append("\(name)(\(items[index + 1]))")
        }
        return "[\(steps.joined(separator: ", "))]"
    }

    /// The elements of a packed list of scalars as text.
    private static func items(_ bytes: [UInt8]) -> [String]? {
        var reader = ByteReader(bytes.view)
        guard let first = try? reader.readUInt8() else { return nil }
        let count: Int
        switch first {
        case 0x90...0x9F: count = Int(first & 0x0F)
        case 0xDC:
            guard let size = try? reader.readUInt16() else { return nil }
            count = Int(size)
        default: return nil
        }
        var items: [String] = []
        for _ in 0..<count {
            guard let item = Self.item(&reader) else { return nil }
            items.append(item)
        }
        return reader.isAtEnd ? items : nil
    }

    private static func item(_ reader: inout ByteReader) -> String? {
        guard let first = try? reader.readUInt8() else { return nil }
        switch first {
        case 0x00...0x7F: return String(first)
        case 0xE0...0xFF: return String(Int8(bitPattern: first))
        case 0xCC: return (try? reader.readUInt8()).map { String($0) }
        case 0xCD: return (try? reader.readUInt16()).map { String($0) }
        case 0xCE: return (try? reader.readUInt32()).map { String($0) }
        case 0xCF: return (try? reader.readUInt64()).map { String($0) }
        case 0xD0: return (try? reader.readUInt8()).map { String(Int8(bitPattern: $0)) }
        case 0xD1: return (try? reader.readUInt16()).map { String(Int16(bitPattern: $0)) }
        case 0xD2: return (try? reader.readUInt32()).map { String(Int32(bitPattern: $0)) }
        case 0xD3: return (try? reader.readUInt64()).map { String(Int64(bitPattern: $0)) }
        case 0xA0...0xBF: return Self.text(&reader, size: Int(first & 0x1F))
        case 0xD9: return (try? reader.readUInt8()).flatMap { Self.text(&reader, size: Int($0)) }
        case 0xDA: return (try? reader.readUInt16()).flatMap { Self.text(&reader, size: Int($0)) }
        default: return nil
        }
    }

    /// A string or blob whose first byte is its particle type.
    private static func text(_ reader: inout ByteReader, size: Int) -> String? {
        guard size > 0, let bytes = try? reader.readBytes(size) else { return nil }
        let value = [UInt8](copying: bytes.extracting(1..<size))
        guard bytes.byte(at: 0) == ParticleType.string.rawValue else { return "<blob#\(value.count)>" }
        return "\"\(String(decoding: value, as: UTF8.self))\""
    }
}
