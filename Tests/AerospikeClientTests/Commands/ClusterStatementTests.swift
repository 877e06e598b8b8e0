import AerospikeProtocol
import Testing

@testable import AerospikeClient

/// Values as real nodes give them (`Spec/wire-protocol.md` §3.1, §21).
@Suite struct `What a node says of its cluster` {
    private func statement(_ lines: [(String, String)]) -> ClusterStatement {
        let reply = InfoReply(lines.map { InfoReply.Line(command: $0.0, value: $0.1) })
        return ClusterStatement(nodeID: "C1", reply: reply, namespace: "test", peersCommand: "peers-clear-std")
    }

    @Test func `is read amid migrations`() {
        let statement = self.statement([
            (
                "statistics",
                "failed_best_practices=false;cluster_size=2;cluster_key=388B6BDB0328;cluster_integrity=true"
            ),
            (
                "namespace/test",
                "ns_cluster_size=2;migrate_tx_partitions_remaining=1334;migrate_rx_partitions_remaining=1381;dead_partitions=0;unavailable_partitions=3"
            ),
            ("peers-clear-std", "5,3000,[[C2,,[127.0.0.1:3815]]]"),
            ("cluster-stable:ignore-migrations=true", "388B6BDB0328"),
        ])
        #expect(statement.clusterKey == "388B6BDB0328" && statement.clusterSize == 2 && statement.peers == ["C2"])
        #expect(statement.outgoingMigrations == 1334 && statement.incomingMigrations == 1381)
        #expect(statement.missingPartitions == 3 && !statement.isUnstable && statement.peersGeneration == 5)
    }

    @Test(arguments: [
        ("ERROR:7:unstable cluster", true), ("ERROR::unstable-cluster", true),
        ("ERROR:4:unrecognized command", false), ("ERROR:7:cluster not specified size", false), ("", false),
    ])
    func `is unstable only if it says so`(value: String, isUnstable: Bool) {
        #expect(self.statement([("cluster-stable:ignore-migrations=true", value)]).isUnstable == isUnstable)
    }

    @Test(arguments: [
        ("cluster_size=2;cluster_key=388B6BDB0328", true), ("cluster_size=2", false), ("cluster_key=A", false),
        ("ERROR:4:invalid", false), ("cluster_key=A;cluster_size=x", false), ("", false),
    ])
    func `tells its cluster by a key and a size`(value: String, isTelling: Bool) {
        #expect(self.statement([("statistics", value)]).isTelling == isTelling)
    }

    @Test func `says nothing of copies if no namespace is asked for`() {
        let commands = ClusterStatement.commands(namespace: nil, peersCommand: "peers-clear-std")
        #expect(commands == ["statistics", "peers-clear-std", "cluster-stable:ignore-migrations=true"])
        let named = ClusterStatement.commands(namespace: "test", peersCommand: "peers-clear-std")
        #expect(named == commands + ["namespace/test"])
    }

    @Test func `is empty if it says nothing, or nonsense`() {
        #expect(self.statement([]) == ClusterStatement(nodeID: "C1"))
        let nonsense = self.statement([
            ("statistics", "cluster_size=99999999999999999999;=;;a"), ("namespace/test", "ERROR:4:x"),
            ("peers-clear-std", "[[["),
        ])
        #expect(nonsense == ClusterStatement(nodeID: "C1"))
        let absurd = self.statement([
            ("namespace/test", "unavailable_partitions=9223372036854775807;dead_partitions=-5")
        ])
        #expect(absurd.missingPartitions == 4096)
    }
}
