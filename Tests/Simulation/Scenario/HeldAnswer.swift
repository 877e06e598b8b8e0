import AerospikeLocalServer

/// A point at which a node's answer is held, so that something can happen there.
struct HeldAnswer: Sendable, CustomStringConvertible {
    /// The node whose answer is held.
    let witness: Int
    /// The number of the scan or batch whose answer is held.
    let number: Int
    /// The byte of the answer before which it is held.
    let byte: Int

    /// Chooses a point of an answer of any size.
    init(nodes: Int, using random: inout SeededGenerator) {
        self.witness = Int.random(in: 1...nodes, using: &random)
        self.number = Int.random(in: 1...3, using: &random)
        self.byte = Int.random(in: 0..<5000, using: &random)
    }

    /// Chooses a point that small answers have too.
    static func early(nodes: Int, using random: inout SeededGenerator) -> HeldAnswer {
        HeldAnswer(
            witness: Int.random(in: 1...nodes, using: &random),
            number: Int.random(in: 1...2, using: &random),
            byte: Int.random(in: 0..<(1 << Int.random(in: 0...9, using: &random)), using: &random)
        )
    }

    private init(witness: Int, number: Int, byte: Int) {
        self.witness = witness
        self.number = number
        self.byte = byte
    }

    /// The fault that holds the answer.
    var fault: Fault { .delay(.untilReleased, at: self.byte) }

    /// What lets the answer be held.
    func rule(tool: Scenario.Tool) -> FaultRule {
        FaultRule(tool == .backup ? .scan : .batch, at: .only(self.number), self.fault, node: self.witness)
    }

    /// The point in words.
    var description: String { "when node \(self.witness) holds answer \(self.number) at byte \(self.byte)" }
}
