import AerospikeClient
import Synchronization

/// Asks all nodes what cluster they are in: before the first record, while records are read or written, and behind the last.
final class ClusterWatch: Sendable {
    /// The time between two looks. The first and the last one prove what the looks between them only tell earlier.
    private static let interval = Duration.seconds(5)
    /// The client looks for newcomers every second (`ClusterConfiguration.tendInterval`).
    private static let timeToJoin = Duration.seconds(2)

    private let cluster: Cluster
    private let namespace: String?
    private let forbidsChange: Bool
    private let looksForStrays: Bool
    private let tell: @Sendable (ClusterFinding) -> Void
    private let history: Mutex<ClusterHistory>

    /// Prepares to look.
    ///
    /// - Parameters:
    ///   - cluster: The cluster.
    ///   - namespace: The namespace whose copies are of interest; `nil` if none are.
    ///   - history: What was seen before.
    ///   - forbidsChange: Whether the cluster must stay the same.
    ///   - looksForStrays: Whether addresses are told that were given and lead to no node.
    ///   - tell: Gets what is doubtful, each once.
    init(
        cluster: Cluster,
        namespace: String?,
        history: ClusterHistory = ClusterHistory(),
        forbidsChange: Bool = false,
        looksForStrays: Bool = true,
        tell: @escaping @Sendable (ClusterFinding) -> Void
    ) {
        self.cluster = cluster
        self.namespace = namespace
        self.forbidsChange = forbidsChange
        self.looksForStrays = looksForStrays
        self.tell = tell
        self.history = Mutex(history)
    }

    /// What was seen so far.
    var seen: ClusterHistory { self.history.withLock { $0 } }

    /// Looks once, and tells what is doubtful.
    ///
    /// - Throws: `JobError` if the user forbids what is found; `CancellationError`.
    func look() async throws { try self.note(try await self.observe()) }

    /// Looks for the last time, and tells what is doubtful. A node that is listed and was not asked yet gets the time to be: no further
    /// look would tell.
    ///
    /// - Throws: As `look`.
    func lookAtEnd() async throws {
        var observation = try await self.observe()
        if self.seen.isUnsure(of: observation) {
            try self.note(observation, isSettled: false)
            try await Task.sleep(for: Self.timeToJoin)
            observation = try await self.observe()
        }
        try self.note(observation, isSettled: true)
    }

    private func observe() async throws -> ClusterObservation {
        // Later, nodes that leave the cluster are told by the others.
        let isFirst = self.seen.first == nil
        async let strays = isFirst && self.looksForStrays ? self.cluster.straySeeds() : []
        let (statements, silent) = await self.cluster.statements(of: self.namespace)
        let observation = ClusterObservation(statements: statements, silent: silent, strays: await strays)
        // A look that was cut short says nothing.
        try Task.checkCancellation()
        return observation
    }

    private func note(_ observation: ClusterObservation, isSettled: Bool? = nil) throws {
        let (new, failure) = self.history.withLock { history in
            let new = history.note(observation, isSettled: isSettled)
            return (new, history.failure(forbidsChange: self.forbidsChange))
        }
        for finding in new { self.tell(finding) }
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
