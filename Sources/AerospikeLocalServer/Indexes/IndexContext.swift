import AerospikeProtocol

/// The context of an index: a packed list of step types and values, such as `[0x10, 2]` for the list element at index 2.
enum IndexContext {
    private static let names: [Int64: String] = [
        0x10: "list_index", 0x11: "list_rank", 0x13: "list_value",
        0x20: "map_index", 0x21: "map_rank", 0x22: "map_key", 0x23: "map_value",
    ]

    /// Spells out a context as the real server does; `nil` if it is no context.
    static func text(ofBase64 base64: String) -> String? {
        guard let bytes = Base64.decode(base64), let items = PackedList(bytes[...])?.elements,
            !items.isEmpty, items.count % 2 == 0
        else { return nil }
        var steps: [String] = []
        for index in stride(from: 0, to: items.count, by: 2) {
            guard let type = items[index].integerValue, let name = Self.names[type & 0x3F],
                let value = Self.text(of: items[index + 1])
            else { return nil }
            steps.append("\(name)(\(value))")
        }
        return "[\(steps.joined(separator: ", "))]"
    }

    /// The value of a step; of longer ones only kind and size are told.
    private static func text(of value: PackedValue) -> String? {
        guard let header = try? MessagePackHeader(value.bytes.view, at: 0) else { return nil }
        return switch header.kind {
        case .null: "null"
        case .boolean(let flag): String(flag)
        case .integer(let number): String(number)
        case .unsigned(let number): String(number)
        case .float(let number): String(number)
        case .double(let number): String(number)
        case .string(let length), .binary(let length):
            "<\(value.content?.first == ParticleType.string.rawValue ? "string" : "blob")#\(max(0, length - 1))>"
        case .extended(_, let length): "<ext#\(length)>"
        case .array(let count): "<list#\(count)>"
        case .map(let count): "<map#\(count)>"
        }
    }
}
