import AerospikeLocalServer
import BackupEngine

/// A node that is cut off from the others amid a backup: it claims every partition and delivers what it has without an error
/// (`Spec/wire-protocol.md` §21.2).
struct Isolation: Sendable, CustomStringConvertible {
    /// What the user said of the cluster.
    enum Demand: String, CaseIterable, Sendable {
        case none
        /// `--cluster-size` with all nodes.
        case size
        /// `--no-cluster-change`
        case noChange
    }

    let demand: Demand
    let node: Int
    /// Whether the node is cut off before the backup begins. No other node knows of it by then: the size tells, and its address,
    /// which was given.
    let isEarly: Bool
    let point: HeldAnswer

    /// Chooses.
    init(nodes: Int, using random: inout SeededGenerator) {
        let demand = Demand.allCases[Int.random(in: 0..<Demand.allCases.count, using: &random)]
        self.isEarly = Int.random(in: 0..<4, using: &random) == 0
        self.demand = demand
        self.node = Int.random(in: 1...nodes, using: &random)
        self.point = HeldAnswer.early(nodes: nodes, using: &random)
    }

    /// Asks for what the user asks.
    func demand(of plan: inout BackupPlan, nodes: Int) {
        switch self.demand {
        case .none: break
        case .size: plan.clusterSize = nodes
        case .noChange: plan.forbidsClusterChange = true
        }
    }

    /// Cuts the node off.
    func strike(_ cluster: LocalCluster) {
        cluster.isolate(self.node)
        cluster.noticeChanges()
        cluster.rebalance()
    }

    /// Lets the node come back.
    func heal(_ cluster: LocalCluster) {
        cluster.rejoin(self.node)
        cluster.settle()
    }

    /// The isolation in words.
    var description: String {
        "node \(self.node) cut off \(self.isEarly ? "before the backup" : "\(self.point)"), demand \(self.demand.rawValue)"
    }
}
