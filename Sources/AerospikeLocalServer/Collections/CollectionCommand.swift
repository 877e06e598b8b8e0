internal import AerospikeProtocol

/// The inner part of a list or map operation: its code and arguments, without context.
struct CollectionCommand: Sendable {
    /// What became of one list or map.
    enum Change: Sendable {
        /// Nothing; it is not created either.
        case none
        /// Nothing, but it is created if it was absent.
        case touched
        /// It has a new packed form.
        case replaced([UInt8])
    }

    /// What an operation did and returns.
    struct Outcome: Sendable {
        var change: Change = .none
        var result: BinParticle?
    }

    /// The code that announces a context.
    static let contextOpcode: UInt64 = 0xff
    private static let firstMapOpcode: UInt64 = 64

    let opcode: UInt64
    let arguments: [PackedValue]

    /// Parses a list of code and arguments.
    ///
    /// - Throws: result 4 when the bytes do not begin with such a list.
    init(_ bytes: ArraySlice<UInt8>) throws(OperationFailure) {
        guard let token = try? PackedToken(bytes.view, at: 0), token.kind == .list, token.count > 0, token.flags == 0,
            let end = try? MessagePackWalker.end(of: bytes.view, from: token.next, elements: token.count),
            let values = bytes.bytes(in: 0..<end).packedValues(count: token.count, from: token.next),
            let opcode = values[0].integerValue
        else { throw .parameter }
        self.opcode = UInt64(bitPattern: opcode)
        self.arguments = [PackedValue](values.dropFirst())
    }

    /// Whether the operation is one of lists; all others are of maps.
    var isList: Bool { self.opcode < Self.firstMapOpcode }

    /// Whether the operation sorts a list.
    var isSort: Bool { self.opcode == 13 }

    /// The particle type that the operation works on.
    var particleType: UInt8 { (self.isList ? ParticleType.list : ParticleType.map).rawValue }

    /// Applies the operation to the packed list or map, nil when it is absent.
    func apply(to packed: ArraySlice<UInt8>?, access: CollectionOperation.Access) throws(OperationFailure) -> Outcome {
        if self.isList {
            return try ListOperation(self, on: packed, access: access).apply()
        } else {
            return try MapOperation(self, on: packed, access: access).apply()
        }
    }

    /// The packed empty collection that the operation leaves in an absent bin; nil for operations that create nothing.
    var createdEmpty: [UInt8]? {
        guard let position = self.creationFlagsPosition,
            let arguments = CollectionArguments(self.arguments, for: opcode)
        else { return nil }
        let flags = position < 0 ? 0 : arguments.flags(position)
        return self.isList
            ? PackedList(isOrdered: Self.listIsOrdered(flags)).packed
            : PackedMap(flags: Self.mapFlags(flags)).packed
    }

    /// Which argument holds the flags of a new collection; −1 when it is always unordered, nil when none is made.
    private var creationFlagsPosition: Int? {
        switch self.opcode {
        case 0, 3, 4, 9, 64, 69: -1
        case 1, 2, 66, 68: 1
        case 12, 65, 67, 73, 74: 2
        default: nil
        }
    }

    /// Whether creation flags ask for an ordered list. Flags that mean nothing count as none.
    static func listIsOrdered(_ flags: UInt64) -> Bool {
        flags & ~UInt64(PackedFlags.listOrdered | PackedFlags.persistIndex) == 0
            && flags & UInt64(PackedFlags.listOrdered) != 0
    }

    /// The stored flags of a map for creation flags. Flags that mean nothing count as none.
    static func mapFlags(_ flags: UInt64) -> UInt8 {
        let byte = UInt8(truncatingIfNeeded: flags)
        guard byte & ~(PackedFlags.keyValueOrdered | PackedFlags.persistIndex) == 0 else { return 0 }
        return byte & PackedFlags.keyValueOrdered
    }
}
