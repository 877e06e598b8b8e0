import AerospikeProtocol
import Testing

@testable import AerospikeClient

/// Answers of real nodes, damaged at random: whatever a server says is taken or refused, and nothing traps.
@Suite struct `Texts of a hostile server` {
    private static let peers = "3,3000,[[BB9,,[127.0.0.1:3010,[fe80::1]:3100]],[BB8,tls,[host]]]"
    private static let statistics = "cluster_size=3;cluster_key=388B6BDB0328;migrate_tx_partitions_remaining=17"
    private static let fragments = ["[", "]", ",", ":", ";", "=", "-1", "99999999999999999999", "\u{0}", "[[[[", "é"]

    /// A text with a few places cut out, doubled or replaced.
    private func damaged(_ text: String, _ random: inout SplitMix64) -> String {
        var bytes = Array(text.utf8)
        for _ in 0...random.below(4) where !bytes.isEmpty {
            let place = random.below(bytes.count)
            let end = min(bytes.count, place + random.below(8))
            switch random.below(4) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count))
            case 2: bytes.insert(contentsOf: Self.fragments[random.below(Self.fragments.count)].utf8, at: place)
            default: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func reply(_ lines: [(String, String)]) -> InfoReply {
        InfoReply(body: Array(InfoReply(lines.map { .init(command: $0.0, value: $0.1) }).encoded().dropFirst(8)).view)
    }

    @Test(arguments: UInt64(1)...20)
    func `are taken or refused`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let replicas = try #require(RecordedReplicas.of("healthy", upTo: 1).first).value
        var state = ClusterState()
        for _ in 1...250 {
            let list = try? PeersList.parse(self.damaged(Self.peers, &random))
            let reports = (try? ReplicasReport.list(self.damaged(replicas, &random))) ?? []
            let statement = ClusterStatement(
                nodeID: "A",
                reply: self.reply([
                    ("statistics", self.damaged(Self.statistics, &random)),
                    ("namespace/test", self.damaged(Self.statistics, &random)),
                    ("peers", self.damaged(Self.peers, &random)),
                ]),
                namespace: "test",
                peersCommand: "peers"
            )
            #expect(statement.outgoingMigrations >= 0 && statement.outgoingMigrations <= 4096)
            let look = self.reply([
                ("node", "A"), ("peers-generation", self.damaged("17", &random)),
                ("partition-generation", self.damaged("-1", &random)), ("build", self.damaged("8.1.0.3", &random)),
            ])
            state.join(Node(id: "A", host: "h", port: 1, build: "8.1.0.3"))
            state.beginTick()
            if let report = try? NodeReport(look) { state.refreshed("A", report) } else { state.failed("A") }
            _ = try? NodeIdentity(look, expectedID: nil)
            if let list { state.received(peers: list, of: "A") }
            state.received(replicas: reports, generation: random.below(3), of: "A")
            state.endPeers()
            _ = state.removeDeparted()
            #expect(state.members.count <= 1 && state.tables.count <= 256)
        }
    }
}
