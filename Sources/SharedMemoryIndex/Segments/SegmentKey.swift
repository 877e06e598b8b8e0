/// The key of a segment: type, instance, namespace and sub-key in 32 bits (`Spec/asmt.md` §2).
struct SegmentKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The numbers that namespaces have.
    static let namespaceIdentifiers = 1...32
    /// The sub-keys of the first and the last stage of an index.
    static let stages = 0x100...0x8FF

    /// The key.
    let value: UInt32
    /// What the segment holds.
    let kind: SegmentKind

    /// Takes a key apart; `nil` if it is not one of a database.
    init?(_ value: UInt32) {
        self.value = value
        let subKey = Int(value & 0xFFF)
        switch (value >> 24, subKey) {
        case (0xAE, 0): self.kind = .base
        case (0xAE, 1): self.kind = .treex
        case (0xAE, Self.stages): self.kind = .primaryStage
        case (0xA2, 0): self.kind = .meta
        case (0xA2, 1): self.kind = .secondaryTreex
        case (0xA2, Self.stages): self.kind = .secondaryStage
        case (0xAD, _): self.kind = .data
        default: return nil
        }
        guard Self.namespaceIdentifiers.contains(self.namespaceIdentifier) else { return nil }
    }

    /// The instance of the server on its machine, 0 to 15.
    var instance: Int { Int(self.value >> 20 & 0xF) }
    /// The number of the namespace in the server.
    var namespaceIdentifier: Int { Int(self.value >> 12 & 0xFF) }
    /// What distinguishes segments of a kind.
    var subKey: Int { Int(self.value & 0xFFF) }

    /// The number of the stage or stripe, for kinds that have one.
    var stage: Int? {
        switch self.kind {
        case .primaryStage, .secondaryStage, .data: self.subKey
        case .base, .treex, .meta, .secondaryTreex: nil
        }
    }

    /// `0x` and eight digits.
    var description: String { "0x" + self.value.hexadecimal(digits: 8) }

    static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
