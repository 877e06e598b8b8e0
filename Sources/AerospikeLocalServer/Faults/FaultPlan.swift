/// All that goes wrong on the nodes of a server or cluster (`Spec/faults.md`).
public struct FaultPlan: Hashable, Sendable {
    /// When which fault comes. Where several fit, the first counts.
    public var rules: [FaultRule]
    /// How many seconds the clock of the nodes is ahead, by node; the key `nil` is for nodes without an own entry.
    public var clockSkew: [Int?: Int]

    /// Creates a plan.
    public init(_ rules: [FaultRule] = [], clockSkew: [Int?: Int] = [:]) {
        self.rules = rules
        self.clockSkew = clockSkew
    }

    /// What of the plan concerns a node, counted from 1.
    public func part(ofNode node: Int) -> FaultPlan {
        FaultPlan(
            self.rules.filter { $0.node ?? node == node },
            clockSkew: [nil: self.clockSkew[node] ?? self.clockSkew[nil] ?? 0]
        )
    }
}
