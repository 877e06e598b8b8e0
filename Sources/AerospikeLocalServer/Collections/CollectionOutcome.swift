/// What a list or map operation did to its bin, and what it returns.
package struct CollectionOutcome: Equatable, Sendable {
    /// What happens to the bin.
    package enum Change: Equatable, Sendable {
        /// The bin stays as it is, be it present or absent.
        case unchanged
        /// The bin is created with or set to a value.
        case replaced(BinParticle)
        /// The bin is deleted.
        case removed
    }

    /// What happens to the bin.
    package let change: Change
    /// What the reply operation carries; nil when the operation returns nothing.
    package let result: BinParticle?

    /// Creates an outcome.
    package init(change: Change, result: BinParticle?) {
        self.change = change
        self.result = result
    }
}
