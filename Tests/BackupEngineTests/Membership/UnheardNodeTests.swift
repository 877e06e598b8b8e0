import AerospikeClient
import Testing

@testable import BackupEngine

/// Nodes that are part of a cluster and say nothing of it: those that never joined, and those that answer with errors.
@Suite struct `Nodes of a cluster that are not heard` {
    /// Three nodes, of which only those given say anything.
    private func cluster(of three: [String] = ["C1", "C2", "C3"], heard: [String]) -> ClusterObservation {
        let statements = heard.map { id in
            ClusterStatement(nodeID: id, clusterKey: "AB", clusterSize: three.count, peers: three.filter { $0 != id })
        }
        return ClusterObservation(statements: statements)
    }

    private func findings(_ observation: ClusterObservation, size: Int? = nil) -> [ClusterFinding] {
        var history = ClusterHistory(expectedSize: size)
        return history.note(observation)
    }

    @Test func `one that others list and that never joined is named`() throws {
        let found = self.findings(self.cluster(heard: ["C1", "C2"]))
        #expect(found.map(\.kind) == [.unreached])
        #expect(found.first?.message == "the others list node C3, which could not be reached")
    }

    @Test func `one that is known and silent is told once`() {
        var cluster = self.cluster(heard: ["C1", "C2"])
        cluster.silent = ["C3"]
        #expect(self.findings(cluster).map(\.kind) == [.silent])
    }

    @Test func `one that nobody names is told by the size`() {
        var cluster = self.cluster(heard: ["C1", "C2"])
        for place in cluster.statements.indices { cluster.statements[place].peers = nil }
        let found = self.findings(cluster)
        #expect(found.map(\.kind) == [.unreached])
        #expect(
            found.first?.message == "the cluster has 3 node(s) by its own count, and only 2 are known: C1, C2"
        )
        // That the sizes differ is a finding of its own, with each of them.
        cluster.statements[0].clusterSize = 2
        #expect(self.findings(cluster).map(\.kind) == [.divided])
    }

    @Test func `one that a smaller cluster still lists is told once`() {
        var cluster = self.cluster(heard: ["C1", "C2"])
        for place in cluster.statements.indices { cluster.statements[place].clusterSize = 2 }
        #expect(self.findings(cluster).map(\.kind) == [.unreached])
        cluster.silent = ["C3"]
        #expect(self.findings(cluster).map(\.kind) == [.silent, .incomplete, .incomplete])
    }

    @Test(arguments: [0, 1, 2])
    func `it is told in whichever look it is missing first`(look: Int) {
        var history = ClusterHistory()
        for number in 0..<3 {
            let heard = number < look ? ["C1", "C2", "C3"] : ["C1", "C2"]
            let found = history.note(self.cluster(heard: heard)).map(\.kind)
            #expect(found.contains(.unreached) == (number == look))
        }
    }

    /// It is listed before anybody could ask it: the look behind the one with the new key tells whether it stayed away.
    @Test func `one that has just joined is told if it stays away`() {
        var history = ClusterHistory()
        #expect(history.note(self.cluster(of: ["C1", "C2"], heard: ["C1", "C2"])) == [])
        var joined = self.cluster(heard: ["C1", "C2"])
        for place in joined.statements.indices { joined.statements[place].clusterKey = "AC" }
        #expect(history.note(joined).map(\.kind) == [.changed])
        #expect(history.note(joined).map(\.kind) == [.unreached])
    }

    /// The last look comes a moment after the one that met the new key, or meets it itself: nothing behind it could tell.
    @Test(arguments: [1, 2])
    func `one that has just joined is waited for at the end`(looks: Int) {
        var history = ClusterHistory()
        _ = history.note(self.cluster(of: ["C1", "C2"], heard: ["C1", "C2"]))
        var joined = self.cluster(heard: ["C1", "C2"])
        for place in joined.statements.indices { joined.statements[place].clusterKey = "AC" }
        if looks == 2 { #expect(history.note(joined).map(\.kind) == [.changed]) }
        #expect(history.isUnsure(of: joined))
        #expect(history.note(joined, isSettled: false).map(\.kind) == (looks == 1 ? [.changed] : []))
        var here = history
        var all = self.cluster(heard: ["C1", "C2", "C3"])
        for place in all.statements.indices { all.statements[place].clusterKey = "AC" }
        #expect(here.note(all, isSettled: true).map(\.kind) == [.changed])
        #expect(history.note(joined, isSettled: true).map(\.kind) == [.unreached])
        #expect(!history.isUnsure(of: joined))
    }

    @Test func `of very many only some are named`() throws {
        let ids = (100..<300).map { "N\($0)" }
        let message = try #require(self.findings(self.cluster(of: ids, heard: ["N100"])).first?.message)
        #expect(message.contains("N116 and 183 more") && !message.contains("N117"))
    }

    @Test(arguments: [(nil, 3), ("AB", nil), (nil, nil)] as [(String?, Int?)])
    func `one that does not tell its cluster is named, and does not count`(key: String?, size: Int?) throws {
        var cluster = self.cluster(heard: ["C1", "C2", "C3"])
        cluster.statements[2].clusterKey = key
        cluster.statements[2].clusterSize = size
        let found = self.findings(cluster, size: 3)
        #expect(found.map(\.kind) == [.tooSmall, .mute])
        #expect(found[0].message == "the cluster has 2 node(s) that are sure, 3 were asked for")
        #expect(found[1].message == "which cluster it is in is not told by node C3")
        #expect(self.findings(cluster, size: 2).map(\.kind) == [.mute])
    }

    @Test func `where none tells its cluster none counts`() {
        let cluster = ClusterObservation(statements: [ClusterStatement(nodeID: "A"), ClusterStatement(nodeID: "B")])
        #expect(cluster.size == 0)
        #expect(self.findings(cluster).map(\.kind) == [.mute])
    }
}
