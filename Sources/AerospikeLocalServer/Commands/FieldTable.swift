import AerospikeProtocol

/// Where the fields of a message lie, by type: offsets into the bytes of the message, which stay where they are.
struct FieldTable: Sendable {
    /// Types from here on are not kept: no command has them.
    private static let limit = 48

    /// Start in the upper and end in the lower half; 0 for an absent field.
    private var places = InlineArray<48, UInt64>(repeating: 0)

    /// Creates a table without fields.
    init() {}

    /// The place of a field's value; `nil` if the message does not have it.
    subscript(_ type: FieldType) -> Range<Int>? {
        get {
            guard Int(type.rawValue) < Self.limit else { return nil }
            let place = self.places[Int(type.rawValue)]
            return place == 0 ? nil : Int(place >> 32)..<Int(place & 0xFFFF_FFFF)
        }
        set {
            guard Int(type.rawValue) < Self.limit else { return }
            guard let newValue else {
                self.places[Int(type.rawValue)] = 0
                return
            }
            self.places[Int(type.rawValue)] = UInt64(newValue.lowerBound) << 32 | UInt64(newValue.upperBound)
        }
    }

    /// The place of the set's name; `nil` if it is absent or empty, which is the same.
    var set: Range<Int>? {
        guard let set = self[.set], !set.isEmpty else { return nil }
        return set
    }
}
