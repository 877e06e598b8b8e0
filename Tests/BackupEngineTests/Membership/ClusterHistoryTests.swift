import AerospikeClient
import Testing

@testable import BackupEngine

/// What real clusters say of themselves in `Spec/wire-protocol.md` §21, and what follows from it for a backup.
@Suite struct `What was seen of a cluster` {
    private static func node(
        _ id: String,
        key: String,
        size: Int,
        peers: [String],
        generation: UInt32 = 4
    ) -> ClusterStatement {
        var statement = ClusterStatement(nodeID: id, clusterKey: key, clusterSize: size, peers: peers)
        statement.peersGeneration = generation
        return statement
    }

    private static func healthy(
        _ key: String = "1C277FBCAD8F",
        _ ids: [String] = ["C1", "C2", "C3"]
    ) -> ClusterObservation {
        ClusterObservation(
            statements: ids.map { id in
                Self.node(id, key: key, size: ids.count, peers: ids.filter { $0 != id })
            }
        )
    }

    private func kinds(_ observation: ClusterObservation, size: Int? = nil) -> [ClusterFinding.Kind] {
        var history = ClusterHistory(expectedSize: size)
        return history.note(observation).map(\.kind)
    }

    @Test func `a healthy cluster is no news`() {
        var history = ClusterHistory(expectedSize: 3)
        for _ in 1...3 { #expect(history.note(Self.healthy()).isEmpty) }
        #expect(!history.hasChanged && history.failure(forbidsChange: true) == nil)
        #expect(history.first == history.last)
    }

    @Test func `a server that was never in a cluster is no news`() {
        let lonely = ClusterObservation(statements: [Self.node("A", key: "9", size: 1, peers: [], generation: 0)])
        #expect(self.kinds(lonely).isEmpty)
    }

    /// §21.2: `peers-clear-std` `19,3000,[]`, every partition claimed, and 387 of 600 records without an error.
    @Test func `a node that was cut off is told by its empty list of peers`() throws {
        let alone = ClusterObservation(statements: [Self.node("C1", key: "AB", size: 1, peers: [], generation: 19)])
        #expect(self.kinds(alone) == [.cutOff])
        #expect(self.kinds(alone, size: 3) == [.tooSmall, .cutOff])
        var history = ClusterHistory(expectedSize: 3)
        _ = history.note(alone)
        let failure = try #require(history.failure(forbidsChange: false))
        #expect(failure.message.contains("has 1 node(s) that are sure, 3 were asked for"))
    }

    /// The two that are left say nothing of the third: they formed a cluster of their own before.
    @Test func `a node that was cut off before is told by its address`() {
        var cluster = Self.healthy("AB", ["C1", "C2"])
        cluster.strays = [
            StraySeed(Seed(host: "third", port: 3000), .outsider(nodeID: "C3")),
            StraySeed(Seed(host: "fourth", port: 3000), .silent("Connection refused")),
        ]
        var history = ClusterHistory()
        let found = history.note(cluster)
        #expect(found.map(\.kind) == [.stray, .stray])
        #expect(found[0].message.contains("third:3000 is node C3, which is not in the cluster"))
        #expect(found[1].message.contains("fourth:3000") && found[1].message.contains("Connection refused"))
    }

    /// §21.3: 1.0 s after the death of a node the others say that the cluster is unstable, and still name its old size.
    @Test func `the second after a death is told by the silence of the dead`() {
        var dying = Self.healthy("1C277FBCAD8F", ["C1", "C2", "C3"])
        dying.statements.removeLast()
        for place in dying.statements.indices { dying.statements[place].isUnstable = true }
        dying.silent = ["C3"]
        #expect(Set(self.kinds(dying)) == [.silent, .unstable])
        #expect(self.kinds(dying, size: 3).first == .tooSmall)
    }

    @Test func `two clusters, or one that is smaller than its nodes list, are told`() {
        let divided = ClusterObservation(
            statements: [
                Self.node("C1", key: "A", size: 2, peers: ["C2"]), Self.node("C2", key: "A", size: 2, peers: ["C1"]),
                Self.node("C3", key: "B", size: 1, peers: ["C1", "C2"]),
            ]
        )
        #expect(self.kinds(divided) == [.divided, .incomplete])
    }

    @Test func `each change is told, and forbidden if the user wishes`() throws {
        var history = ClusterHistory()
        _ = history.note(Self.healthy())
        let smaller = Self.healthy("388B6BDB0328", ["C1", "C2"])
        let first = history.note(smaller)
        #expect(first.map(\.kind) == [.changed])
        #expect(first[0].message.contains("node C3 left"))
        #expect(history.note(Self.healthy("77")).map(\.kind) == [.changed])
        #expect(history.failure(forbidsChange: false) == nil)
        let failure = try #require(history.failure(forbidsChange: true))
        #expect(failure.message.contains("--no-cluster-change") && failure.message.contains("node C3 left"))
        #expect(history.findings.count == 2 && history.hasChanged)
    }

    /// A node that left and came back between two looks: the same nodes, under another key.
    @Test func `a new key among the same nodes is a change`() {
        var history = ClusterHistory()
        _ = history.note(Self.healthy("A"))
        let found = history.note(Self.healthy("B"))
        #expect(found.map(\.kind) == [.changed])
        #expect(found[0].message.contains("it was formed anew"))
    }

    /// A node that came back empty and was stopped while it was filled: 92,941 of 100,000 records without an error.
    @Test func `a change amid migrations is told as the loss it may be`() {
        var filling = Self.healthy("A")
        filling.statements[0].outgoingMigrations = 1334
        filling.statements[2].incomingMigrations = 1300
        var history = ClusterHistory()
        let before = history.note(filling)
        #expect(before.map(\.kind) == [.migrating])
        #expect(before[0].message.contains("1334 migration(s)"))
        let after = history.note(Self.healthy("B", ["C1", "C2"]))
        #expect(after.map(\.kind) == [.changed])
        #expect(after[0].message.contains("may be missing"))
    }

    @Test func `what goes on is told once`() {
        var migrating = Self.healthy()
        var history = ClusterHistory()
        for count in stride(from: 900, through: 100, by: -100) {
            migrating.statements[0].incomingMigrations = count
            #expect(history.note(migrating).count == (count == 900 ? 1 : 0))
        }
        #expect(history.note(Self.healthy()).isEmpty)
        #expect(
            history.note(ClusterObservation(statements: [], silent: ["C1"])).map(\.kind) == [
                .unknown, .silent, .changed,
            ]
        )
    }
}
