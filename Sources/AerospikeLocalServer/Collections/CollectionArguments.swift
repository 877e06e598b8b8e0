/// The arguments of a list or map operation, checked against what the operation takes (`Spec/wire-protocol.md` §9.3).
struct CollectionArguments: Sendable {
    /// What an argument may be.
    enum Kind: Character, Sendable {
        /// An integer with sign: an index or rank.
        case index = "I"
        /// An integer without sign: a count.
        case count = "C"
        /// An integer without sign: flags or a return type.
        case flags = "F"
        /// A value to compare with.
        case value = "V"
        /// A value to store.
        case stored = "S"
    }

    private let values: [PackedValue]

    /// Takes the arguments of an operation, nil when their number or kinds are wrong. Operations without arguments ignore
    /// what they are given.
    init?(_ values: [PackedValue], for opcode: UInt64) {
        guard let signature = Self.signatures[opcode] else { return nil }
        let kinds = signature.required + signature.optional
        guard !kinds.isEmpty else {
            self.values = []
            return
        }
        guard (signature.required.count...kinds.count).contains(values.count) else { return nil }
        for (value, kind) in zip(values, kinds) {
            switch kind {
            case .index, .count, .flags: if value.integerValue == nil { return nil }
            case .value, .stored: break
            }
        }
        self.values = values
    }

    /// The argument at a position, nil when it was left out.
    func value(_ position: Int) -> PackedValue? {
        position < self.values.count ? self.values[position] : nil
    }

    /// The argument at a position; operations ask only for what their signature requires.
    func required(_ position: Int) -> PackedValue { self.value(position) ?? .null }

    /// The integer at a position, 0 when it was left out.
    func index(_ position: Int) -> Int64 { self.value(position)?.integerValue ?? 0 }

    /// The flags at a position, 0 when they were left out.
    func flags(_ position: Int) -> UInt64 { UInt64(bitPattern: self.index(position)) }

    /// The count at a position, as many as there can be when it was left out.
    func count(_ position: Int) -> UInt64 {
        self.value(position).map { _ in self.flags(position) } ?? UInt64(UInt32.max)
    }

    /// The stored form of the argument at a position.
    ///
    /// - Throws: result 4 when the value cannot be stored.
    func stored(_ position: Int) throws(OperationFailure) -> PackedValue {
        guard let bytes = PackedNormalizer.normalize(self.required(position).bytes) else { throw .parameter }
        return PackedValue(unchecked: bytes[...])
    }
}

extension CollectionArguments {
    private struct Signature: Sendable {
        let required: [Kind]
        let optional: [Kind]

        /// Reads letters of `Kind`; those behind a question mark may be left out.
        init(_ letters: String) {
            let parts = letters.split(separator: "?", omittingEmptySubsequences: false)
            self.required = (parts.first ?? "").compactMap(Kind.init(rawValue:))
            self.optional = parts.dropFirst().joined().compactMap(Kind.init(rawValue:))
        }
    }

    private static let signatures: [UInt64: Signature] = [
        // Lists: modifying.
        0: "F", 1: "S?FF", 2: "S?FF", 3: "IS?F", 4: "IS?F", 5: "I", 6: "I?C", 7: "I", 8: "I?C", 9: "IS?F", 10: "IC",
        11: "", 12: "I?VFF", 13: "?F",
        // Lists: reading.
        16: "", 17: "I", 18: "I?C", 19: "FI", 20: "FV", 21: "FI", 22: "FV", 23: "FV", 24: "FI?C", 25: "FV?V",
        26: "FI?C",
        27: "FVI?C",
        // Lists: removing.
        32: "FI", 33: "FV", 34: "FI", 35: "FV", 36: "FV", 37: "FI?C", 38: "FV?V", 39: "FI?C", 40: "FVI?C",
        // Maps: modifying.
        64: "F", 65: "SS?F", 66: "S?F", 67: "SS?FF", 68: "S?FF", 69: "SS", 70: "S", 73: "V?VF", 74: "V?VF", 75: "",
        // Maps: removing.
        76: "FV", 77: "FI", 78: "FV", 79: "FI", 81: "FV", 82: "FV", 83: "FV", 84: "FV?V", 85: "FI?C", 86: "FV?V",
        87: "FI?C", 88: "FVI?C", 89: "FVI?C",
        // Maps: reading.
        96: "", 97: "FV", 98: "FI", 99: "FV", 100: "FI", 102: "FV", 103: "FV?V", 104: "FI?C", 105: "FV?V", 106: "FI?C",
        107: "FV", 108: "FV", 109: "FVI?C", 110: "FVI?C",
    ].mapValues(Signature.init)
}
