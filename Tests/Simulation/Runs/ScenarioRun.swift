import AerospikeClient
import AerospikeLocalServer
import BackupEngine
import BackupStorage

/// Runs one scenario and says whether what came of it can be accepted: success and the same data, or an error with a message
/// and a state from which the next run, without faults, comes to that.
struct ScenarioRun: Sendable {
    /// How a scenario ended, if it ended well.
    enum Ending: String, Sendable, CaseIterable {
        case success = "succeeded at once"
        case resumed = "failed, and were gone on with"
        case repeated = "failed before anything was done, and were repeated"
    }

    let scenario: Scenario
    /// Holds everything that is written.
    let directory: String
    let log: LineLog

    /// Runs.
    ///
    /// - Throws: `Finding`, or an error of a step in which nothing was to go wrong.
    func run() async throws -> Ending {
        self.log.note("\(self.scenario)")
        let injectors = (1...self.scenario.nodes).map { FaultInjector(self.scenario.faults, node: $0, isArmed: false) }
        let source = self.scenario.tool == .backup ? injectors : []
        return try await self.withCluster(self.scenario.nodes, source) { cluster in
            try await self.fill(cluster, self.scenario.data)
            let wanted = Contents(records: cluster.records(of: "test"))
            guard wanted.records.count == self.scenario.data.records else {
                throw Finding("the cluster holds \(wanted.records.count) records of \(self.scenario.data.records)")
            }
            switch self.scenario.tool {
            case .backup: return try await self.backUp(cluster, injectors, wanted)
            case .restore: return try await self.restore(from: cluster, injectors, wanted)
            }
        }
    }

    private func withCluster<Value: Sendable>(
        _ nodes: Int,
        _ injectors: [FaultInjector],
        _ body: (LocalCluster) async throws -> Value
    ) async throws -> Value {
        let configuration = LocalClusterConfiguration(
            nodes: nodes,
            replicationFactor: min(nodes, self.scenario.replication),
            node: LocalServerConfiguration(threads: 1),
            adjust: { number, node in node.faults = number <= injectors.count ? injectors[number - 1] : nil }
        )
        return try await LocalCluster.run(configuration: configuration, body)
    }

    private func tool(_ cluster: LocalCluster, isHasty: Bool = false) -> ToolRun {
        ToolRun(ports: cluster.nodes.map { cluster.port(of: $0) }, log: self.log, isHasty: isHasty)
    }

    private func fill(_ cluster: LocalCluster, _ profile: DataProfile, from first: Int = 0) async throws {
        try await self.tool(cluster).withCluster { client in
            try await DataLoader(cluster: client).load(first..<profile.records, profile: profile)
        }
    }

    // MARK: - A backup under faults

    private func backUp(
        _ cluster: LocalCluster,
        _ injectors: [FaultInjector],
        _ wanted: Contents
    ) async throws -> Ending {
        var plan = self.scenario.backup.plan(in: self.directory)
        let first = plan
        let failure = try await self.failure(cluster, injectors) {
            _ = try await self.tool(cluster, isHasty: true).backUp(first)
        }
        var ending = Ending.success
        if let failure {
            ending = .repeated
            try FaultyRun.check(failure)
            if FileAccess.exists("\(self.directory)/state") {
                plan.continuedState = "\(self.directory)/state"
                ending = .resumed
            } else {
                plan.removesExistingFiles = true
            }
            _ = try await self.tool(cluster).backUp(plan)
        } else if FileAccess.exists("\(self.directory)/state") {
            throw Finding("success leaves a state file")
        }
        try await self.compare(self.scenario.backup.source(in: self.directory), with: wanted)
        return ending
    }

    /// Restores a backup into a cluster that is well, and compares.
    private func compare(_ source: RestorePlan.Source, with wanted: Contents) async throws {
        var plan = RestorePlan(source: source)
        plan.container = self.scenario.backup.container
        plan.journal = .file(path: "\(self.directory)/journal")
        let limit = self.scenario.backup.maximumRecords
        let restoring = plan
        try await self.tool([]).validate(plan)
        let restored = try await self.withCluster(1, []) { target in
            let statistics = try await self.tool(target).restore(restoring)
            let contents = Contents(records: target.records(of: "test"))
            let read = statistics.now.records
            guard read == contents.records.count else {
                throw Finding("the backup has \(read) records, \(contents.records.count) of them different")
            }
            return contents
        }
        let difference =
            limit == 0 ? restored.difference(to: wanted) : restored.difference(toPartOf: wanted, records: limit)
        if let difference { throw Finding("the backup is not the data: \(difference)") }
    }

    private func tool(_ ports: [Int]) -> ToolRun { ToolRun(ports: ports, log: self.log, isHasty: false) }

    // MARK: - A restore under faults

    private func restore(
        from source: LocalCluster,
        _ injectors: [FaultInjector],
        _ wanted: Contents
    ) async throws -> Ending {
        var backup = self.scenario.backup.plan(in: self.directory)
        backup.maximumRecords = 0
        _ = try await self.tool(source).backUp(backup)
        var plan = self.scenario.restore.plan(
            of: self.scenario.backup.source(in: self.directory),
            in: self.directory
        )
        plan.container = self.scenario.backup.container
        let first = plan
        return try await self.withCluster(self.scenario.nodes, injectors) { target in
            let wanted = try await self.prefill(target, under: wanted)
            var plan = first
            let failure = try await self.failure(target, injectors) {
                _ = try await self.tool(target, isHasty: true).restore(first)
            }
            var ending = Ending.success
            if let failure {
                ending = .repeated
                try FaultyRun.check(failure)
                if FileAccess.exists("\(self.directory)/journal") {
                    plan.journal = .resume(path: "\(self.directory)/journal")
                    ending = .resumed
                }
                _ = try await self.tool(target).restore(plan)
            }
            if let difference = Contents(records: target.records(of: "test")).difference(to: wanted) {
                throw Finding("the target is not the data: \(difference)")
            }
            return ending
        }
    }

    /// Puts other records under half of the keys.
    ///
    /// - Returns: What the cluster is to hold in the end.
    private func prefill(_ target: LocalCluster, under wanted: Contents) async throws -> Contents {
        guard self.scenario.restore.isPrefilled else { return wanted }
        var profile = self.scenario.data
        // The same keys, whose sets are the same only if there is one.
        profile.sets = 1
        profile.maximumValue += 10
        try await self.fill(target, profile, from: profile.records / 2)
        let held = Contents(records: target.records(of: "test"))
        return self.scenario.restore.policy.existing == .keep ? wanted.merged(under: held) : held.merged(under: wanted)
    }

    private func failure(
        _ cluster: LocalCluster,
        _ injectors: [FaultInjector],
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws -> (any Error)? {
        let run = FaultyRun(cluster: cluster, injectors: injectors, blows: self.scenario.blows, log: self.log)
        return try await run.failure(of: body)
    }
}
