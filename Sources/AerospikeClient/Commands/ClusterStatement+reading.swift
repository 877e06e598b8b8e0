import AerospikeProtocol

extension ClusterStatement {
    /// The key without regard to migrations: with them it would be refused until the last one is over.
    private static let stableCommand = "cluster-stable:ignore-migrations=true"
    private static let missing = ["unavailable_partitions", "dead_partitions"]

    /// The commands whose answers make a statement.
    static func commands(namespace: String?, peersCommand: String) -> [String] {
        let copies = namespace.map { [Self.copiesCommand($0)] } ?? []
        return ["statistics", peersCommand, Self.stableCommand] + copies
    }

    private static func copiesCommand(_ namespace: String) -> String { "namespace/\(namespace)" }

    /// Reads the answers to `commands`.
    init(nodeID: String, reply: InfoReply, namespace: String?, peersCommand: String) {
        self.init(nodeID: nodeID)
        let node = NamespaceStatistics(reply["statistics"] ?? "")
        let copies = NamespaceStatistics(namespace.flatMap { reply[Self.copiesCommand($0)] } ?? "")
        self.clusterKey = node.values["cluster_key"]
        self.clusterSize = node.number("cluster_size")
        if let list = try? PeersList.parse(reply[peersCommand] ?? "") {
            self.peers = list.peers.map(\.id)
            self.peersGeneration = list.generation
        }
        // Servers that do not know the command answer with another code (`Spec/wire-protocol.md` §3.1).
        let failure = reply[Self.stableCommand].flatMap { InfoFailure(value: $0) }
        self.isUnstable = failure?.message.replacing("-", with: " ") == "unstable cluster"
        self.outgoingMigrations = Self.sum(["migrate_tx_partitions_remaining"], in: copies)
        self.incomingMigrations = Self.sum(["migrate_rx_partitions_remaining"], in: copies)
        self.missingPartitions = Self.sum(Self.missing, in: copies)
    }

    private static func sum(_ names: [String], in statistics: NamespaceStatistics) -> Int {
        names.reduce(0) { sum, name in
            // A server may say anything; no partition is counted more often than there are partitions.
            sum + min(max(statistics.number(name) ?? 0, 0), PartitionID.count)
        }
    }
}
