import AerospikeClient
import Logging

/// Looks at the cluster that a backup is restored into, as a backup looks at its own: a node that goes may take with it what was
/// written, and no answer to a write tells (`Spec/reliability.md` §3). Keeps no record waiting, and fails nothing.
struct TargetWatch: Sendable {
    private let watch: ClusterWatch

    /// Prepares to look.
    init(_ target: ClusterTarget) {
        let namespace = Self.namespace(of: target.plan, in: target.cluster.namespaces)
        self.watch = ClusterWatch(cluster: target.cluster, namespace: namespace) { finding in
            guard Self.isDoubtful(finding.kind) else { return }
            target.statistics.update { $0.warnings.append(finding.message) }
            target.logger.warning("The namespace may lack records: \(finding.message)")
        }
    }

    /// Looks while `body` begins, at intervals while it runs, and once behind it.
    ///
    /// - Throws: What `body` throws; `CancellationError` if the last look was cancelled, for the run then counts as interrupted.
    func during(_ body: @escaping @Sendable () async throws -> Void) async throws {
        async let first: Void? = try? self.watch.look()
        try await self.watch.during(body)
        await first
        try? await self.watch.lookAtEnd()
        try Task.checkCancellation()
    }

    /// The namespace that is written to, as far as options tell; where there is only one no other can be.
    static func namespace(of plan: RestorePlan, in namespaces: [String]) -> String? {
        let named = [plan.targetNamespace, plan.sourceNamespace].first { !$0.isEmpty }
        return named ?? (namespaces.count == 1 ? namespaces.first : nil)
    }

    /// Copies that are still being moved lack nothing of what is written now: it goes to all who will have them.
    static func isDoubtful(_ kind: ClusterFinding.Kind) -> Bool { kind != .migrating }
}
