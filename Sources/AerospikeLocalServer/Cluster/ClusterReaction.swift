/// What the nodes of a real cluster do after something happened to one of them, and when: as recorded with a heartbeat
/// interval of 100 ms and a timeout of ten of them (`Spec/wire-protocol.md` §21.3 to §21.5).
struct ClusterReaction: Hashable, Sendable {
    /// What is done.
    enum Step: Hashable, Sendable {
        /// The nodes notice.
        case notice
        /// Some nodes take in the new cluster; the others still tell of the old one.
        case rebalance(only: Set<Int>)
        /// All nodes take in the new cluster.
        case rebalanceAll
    }

    /// Milliseconds after the event.
    let delay: Int
    /// What is done then.
    let step: Step

    /// What delays can be multiplied by: with the highest factor a node is noticed to be gone within minutes.
    static let factors = 0.0...1000.0

    /// How long after the event the step comes.
    ///
    /// - Parameter factor: What the delay is multiplied by; of a number outside of `factors` the nearest is taken, and 1
    ///   for what is no number: beyond that a duration could not hold the product.
    func wait(times factor: Double) -> Duration {
        let limited = min(max(factor, Self.factors.lowerBound), Self.factors.upperBound)
        return .milliseconds(self.delay) * (factor.isNaN ? 1 : limited)
    }

    /// What follows an event.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - nodes: The numbers of all nodes.
    static func all(after event: ClusterEvent, nodes: [Int]) -> [ClusterReaction] {
        let others = nodes.filter { $0 != event.node }
        let first = Set(others.prefix((others.count + 1) / 2))
        return switch event {
        case .kill, .isolate: Self.steps(notice: 1000, some: (1500, first), all: 1600)
        case .freeze: Self.steps(notice: 1000, some: (1700, first), all: 1900)
        case .start: Self.steps(notice: 1200, some: (1350, Set(others)), all: 2100)
        case .thaw, .rejoin: Self.steps(notice: 950, some: (2400, first), all: 2500)
        }
    }

    private static func steps(notice: Int, some: (delay: Int, nodes: Set<Int>), all: Int) -> [ClusterReaction] {
        [
            ClusterReaction(delay: notice, step: .notice),
            ClusterReaction(delay: some.delay, step: .rebalance(only: some.nodes)),
            ClusterReaction(delay: all, step: .rebalanceAll),
        ]
    }
}
