import AerospikeClient
import BackupEngine
import Logging

/// Runs the tools as their commands do, in this process.
struct ToolRun: Sendable {
    let ports: [Int]
    let log: LineLog
    /// How long it waits for servers.
    let patience: Patience

    /// How long a run waits for servers.
    enum Patience: Sendable {
        /// Not long: for runs under faults.
        case hasty
        /// As the tools wait, and longer for looks at the nodes, for machines can be busy.
        case usual
        /// For ever: for runs that only an interruption may end.
        case endless
    }

    private var configuration: ClusterConfiguration {
        var configuration = ClusterConfiguration(seeds: self.ports.map { Seed(host: "127.0.0.1", port: $0) })
        configuration.tendInterval = .milliseconds(50)
        switch self.patience {
        case .hasty:
            configuration.connectTimeout = .milliseconds(1000)
            configuration.infoTimeout = .milliseconds(1000)
            configuration.tendTimeout = .milliseconds(500)
        case .usual:
            configuration.tendTimeout = .seconds(30)
        case .endless:
            configuration.connectTimeout = .seconds(3600)
            configuration.infoTimeout = .seconds(3600)
            configuration.tendTimeout = .seconds(3600)
        }
        return configuration
    }

    /// How long an answer is waited for, in milliseconds.
    private var socketTimeout: Int {
        switch self.patience {
        case .hasty: 500
        case .usual: 30_000
        case .endless: 3_600_000
        }
    }

    /// Runs something with a cluster.
    func withCluster<Value: Sendable>(_ body: (Cluster) async throws -> Value) async throws -> Value {
        try await Cluster.withCluster(self.configuration, logger: self.log.logger, body)
    }

    /// Backs up.
    ///
    /// - Returns: What was done.
    func backUp(_ plan: BackupPlan) async throws -> BackupStatistics {
        var plan = plan
        plan.socketTimeout = self.socketTimeout
        let statistics = BackupStatistics()
        let recovery = BackupRecovery(plan: plan, statistics: statistics, logger: self.log.logger)
        let continued = try ContinuedBackup.load(for: plan)
        let planned = plan
        try await self.withCluster { cluster in
            let run = BackupRun(
                plan: planned,
                cluster: cluster,
                statistics: statistics,
                logger: self.log.logger,
                recovery: recovery,
                continued: continued
            )
            try await run.count()
            defer { recovery.explain() }
            try await run.run()
        }
        return statistics
    }

    /// Restores.
    ///
    /// - Parameter stop: Ends it early.
    /// - Returns: What was done.
    func restore(_ plan: RestorePlan, stop: StopSignal = StopSignal()) async throws -> RestoreStatistics {
        var plan = plan
        plan.timeout = 2 * self.socketTimeout
        plan.socketTimeout = self.socketTimeout
        let statistics = RestoreStatistics()
        let run = RestoreRun(plan: plan, statistics: statistics, logger: self.log.logger, stop: stop)
        try await self.withCluster { try await run.run(cluster: $0) }
        return statistics
    }

    /// Checks a backup without a cluster.
    func validate(_ plan: RestorePlan) async throws {
        var plan = plan
        plan.validatesOnly = true
        let run = RestoreRun(plan: plan, statistics: RestoreStatistics(), logger: self.log.logger)
        try await run.validate().check()
    }
}
