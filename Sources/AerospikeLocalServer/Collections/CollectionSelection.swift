/// What a get or remove operation selected.
struct CollectionSelection: Sendable {
    /// The positions of the selected elements, in any order, each once.
    var positions: [Int] = []
    /// What the operation returns.
    var result: BinParticle?
}
