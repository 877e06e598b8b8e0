import AerospikeClient
import Testing

@testable import BackupEngine

/// A continuation keeps what an earlier run read. A node that was cut off while that run read from it answered without an error
/// (`Spec/wire-protocol.md` §21.2), so that the doubts of that run go on.
@Suite struct `What was seen of a cluster by several runs` {
    private func cluster(_ key: String) -> ClusterObservation {
        let ids = ["C1", "C2", "C3"]
        let statements = ids.map { id in
            ClusterStatement(nodeID: id, clusterKey: key, clusterSize: 3, peers: ids.filter { $0 != id })
        }
        return ClusterObservation(statements: statements)
    }

    /// What a run that saw nothing but clusters with these keys leaves in its state.
    private func left(_ keys: String..., after earlier: BackupManifest.Cluster? = nil) throws -> BackupManifest.Cluster
    {
        var history = ClusterHistory(earlier: earlier)
        for key in keys { _ = history.note(self.cluster(key)) }
        return try #require(BackupManifest.Cluster(history))
    }

    @Test func `the same cluster is no news`() throws {
        var history = ClusterHistory(earlier: try self.left("A1"))
        #expect(history.note(self.cluster("A1")).isEmpty)
    }

    @Test func `a cluster that changed between the runs is told, and forbids nothing`() throws {
        var history = ClusterHistory(earlier: try self.left("A1"))
        let findings = history.note(self.cluster("B2"))
        #expect(findings.map(\.kind) == [.changedBetween])
        #expect(
            findings.first?.message
                == """
                the cluster is not as the run that is continued saw it last: 3 node(s) (C1, C2, C3), cluster key A1; \
                now 3 node(s) (C1, C2, C3), cluster key B2
                """
        )
        #expect(history.failure(forbidsChange: true) == nil)
        #expect(history.note(self.cluster("B2")).isEmpty)
    }

    @Test func `of a last look that nobody answered nothing is compared, its doubt is told`() throws {
        var history = ClusterHistory(earlier: nil)
        _ = history.note(self.cluster("A1"))
        _ = history.note(ClusterObservation(statements: [], silent: ["C1", "C2", "C3"]))
        let left = try #require(BackupManifest.Cluster(history))
        #expect(left.end.keys.isEmpty && !left.warnings.isEmpty)
        var next = ClusterHistory(earlier: left)
        let findings = next.note(self.cluster("B2"))
        #expect(findings.map(\.kind) == left.warnings.map { _ in .earlier })
    }

    @Test func `doubts are told again by each run`() throws {
        let first = try self.left("A1", "B2")
        let doubt = try #require(first.warnings.first)
        let second = try self.left("B2", after: first)
        #expect(second.warnings == ["in the run that was continued: \(doubt)"])
        #expect(try self.left("B2", after: second).warnings == second.warnings)
        #expect(second.start == first.start && second.end.keys == ["B2"])
    }
}
