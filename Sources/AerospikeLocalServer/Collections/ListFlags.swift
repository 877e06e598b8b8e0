/// The write flags of list operations (`Spec/wire-protocol.md` §9.3).
struct ListFlags: Sendable {
    /// Values must not be in the list already.
    let isUnique: Bool
    /// Inserting must not leave gaps.
    let isBounded: Bool
    /// A refused value is no error.
    let isNoFail: Bool
    /// Of several values the accepted ones are added; means something only together with `isNoFail`.
    let isPartial: Bool

    init(_ flags: UInt64) {
        self.isUnique = flags & 1 != 0
        self.isBounded = flags & 2 != 0
        self.isNoFail = flags & 4 != 0
        self.isPartial = flags & 12 == 12
    }
}
