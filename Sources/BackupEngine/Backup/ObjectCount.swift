import AerospikeClient
import Logging

/// Counts the records that the cluster holds, by its own count: for progress only (`Spec/semantics.md` §A1).
struct ObjectCount: Sendable {
    let plan: BackupPlan
    let cluster: Cluster
    let logger: Logger

    /// Asks every node and prints the table of the original.
    ///
    /// - Throws: `JobError` if the namespace does not exist; `AerospikeError`.
    func run(_ nodes: [Node]) async throws -> Int {
        self.logger.info("\(Self.row("Node ID", "Objects", "Replication"))")
        var objects = 0
        var factor = 0
        for node in nodes {
            let statistics = try await self.statistics(on: node)
            guard let total = statistics.objects, let copies = statistics.effectiveReplicationFactor else {
                throw JobError(
                    .cluster,
                    "Node \(node) does not say how many records namespace \(self.plan.namespace) holds"
                )
            }
            let count = self.plan.sets.isEmpty ? total : try await self.setObjects(on: node)
            self.logger.info("\(Self.row(node.id, "\(count)", "\(copies)"))")
            if factor == 0 { factor = copies }
            objects = Self.sum(objects, count)
        }
        objects /= max(1, factor)
        self.logger.info("\(self.subject) \(objects) record(s)")
        return objects
    }

    private func statistics(on node: Node) async throws -> NamespaceStatistics {
        do throws(AerospikeError) {
            return try await self.cluster.statistics(of: self.plan.namespace, on: node)
        } catch {
            guard error.code == .unknownNamespace else { throw error }
            throw JobError(unknownNamespace: self.plan.namespace, known: self.cluster.namespaces)
        }
    }

    private func setObjects(on node: Node) async throws -> Int {
        try await self.cluster.sets(of: self.plan.namespace, on: node)
            .filter { object in self.plan.sets.contains { $0.hasSameBytes(as: object.set) } }
            .reduce(0) { Self.sum($0, $1.objects) }
    }

    /// The sum of two numbers of records that servers tell, no more than any cluster has: nodes and sets may be many, and
    /// a set may be listed more than once.
    static func sum(_ one: Int, _ other: Int) -> Int { min(one + other, NamespaceStatistics.mostObjects) }

    private var subject: String {
        switch self.plan.sets.count {
        case 0: "Namespace \(self.plan.namespace) contains"
        case 1: "Set \(self.plan.sets[0]) contains"
        default: "Sets \(self.plan.sets.joined(separator: ",")) contain"
        }
    }

    private static func row(_ columns: String...) -> String {
        zip(columns, [20, 15, 15])
            .map { column, width in column + String(repeating: " ", count: max(0, width - column.count)) }
            .joined()
    }
}
