import AerospikeClient
import BackupEngine
import Logging

/// Runs the tools as their commands do, in this process.
struct ToolRun: Sendable {
    let ports: [Int]
    let log: LineLog
    /// Whether nobody waits long: for runs under faults.
    let isHasty: Bool

    private var configuration: ClusterConfiguration {
        var configuration = ClusterConfiguration(seeds: self.ports.map { Seed(host: "127.0.0.1", port: $0) })
        configuration.tendInterval = .milliseconds(50)
        guard self.isHasty else { return configuration }
        configuration.connectTimeout = .milliseconds(1000)
        configuration.infoTimeout = .milliseconds(1000)
        configuration.tendTimeout = .milliseconds(500)
        return configuration
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
        plan.socketTimeout = self.isHasty ? 500 : 30_000
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
        plan.timeout = self.isHasty ? 1000 : 30_000
        plan.socketTimeout = self.isHasty ? 500 : 30_000
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
