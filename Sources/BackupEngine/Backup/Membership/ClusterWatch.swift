import AerospikeClient
import Logging
import Synchronization

/// Asks all nodes what cluster they are in: before the first record, while records are read, and behind the last.
final class ClusterWatch: Sendable {
    /// The time between two looks. The ends of a backup prove what the looks between them only tell earlier.
    private static let interval = Duration.seconds(5)

    private let cluster: Cluster
    private let namespace: String
    private let forbidsChange: Bool
    /// Whether addresses are looked at that were given and are of no node: with `--node-list` one of them is an error anyway.
    private let looksForStrays: Bool
    private let statistics: BackupStatistics
    private let logger: Logger
    private let history: Mutex<ClusterHistory>

    /// Prepares to look.
    ///
    /// - Parameter earlier: What the run that is continued saw; `nil` if none is.
    init(
        plan: BackupPlan,
        cluster: Cluster,
        statistics: BackupStatistics,
        logger: Logger,
        earlier: BackupManifest.Cluster?
    ) {
        self.cluster = cluster
        self.namespace = plan.namespace
        self.forbidsChange = plan.forbidsClusterChange
        self.looksForStrays = plan.nodeList.isEmpty
        self.statistics = statistics
        self.logger = logger
        self.history = Mutex(ClusterHistory(expectedSize: plan.clusterSize, earlier: earlier))
    }

    /// What was seen so far.
    var seen: ClusterHistory { self.history.withLock { $0 } }

    /// Looks once, and warns of what is doubtful.
    ///
    /// - Throws: `JobError` if the user forbids what is found; `CancellationError`.
    func look() async throws {
        // Later, nodes that leave the cluster are told by the others.
        let isFirst = self.seen.first == nil
        async let strays = isFirst && self.looksForStrays ? self.cluster.straySeeds() : []
        let (statements, silent) = await self.cluster.statements(of: self.namespace)
        let observation = ClusterObservation(statements: statements, silent: silent, strays: await strays)
        // A look that was cut short says nothing.
        try Task.checkCancellation()
        let (new, failure) = self.history.withLock { history in
            let new = history.note(observation)
            return (new, history.failure(forbidsChange: self.forbidsChange))
        }
        for finding in new {
            self.statistics.add(warning: finding.message)
            self.logger.warning("The backup may lack records: \(finding.message)")
        }
        if let failure { throw failure }
    }

    /// Looks at intervals while `body` runs.
    ///
    /// - Throws: As `look`, which ends `body`; what `body` throws.
    func during(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.interval)
                    try await self.look()
                }
            }
            group.addTask {
                try await body()
                return true
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }
}
