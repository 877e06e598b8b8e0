import AerospikeLocalServer
import BackupEngine

extension ScenarioRun {
    /// Backs up under faults, goes on without them until it succeeds, and compares the backup with the data.
    func backUp(_ cluster: LocalCluster, _ injectors: [FaultInjector], _ wanted: Contents) async throws -> Ending {
        var plan = self.scenario.backupPlan(in: self.directory)
        let first = plan
        if let isolation = self.scenario.isolation, isolation.isEarly { isolation.strike(cluster) }
        let run = self.faultyRun(cluster, injectors)
        let tool = self.toolUnderFaults(cluster)
        let outcome = try await run.outcome { try await tool.backUp(first).warnings }
        try self.checkDemand(outcome, of: cluster)
        self.scenario.isolation?.heal(cluster)
        var ending = Ending.success
        let warnings: [String]
        let state = "\(self.directory)/state"
        switch outcome {
        case .success(let given):
            guard !FileAccess.exists(state) else { throw Finding("success leaves a state file") }
            warnings = given
        case .failure(let failure):
            try run.check(failure)
            if FileAccess.exists(state) {
                plan.continuedState = state
                ending = .resumed
            } else {
                plan.removesExistingFiles = true
                ending = .repeated
            }
            warnings = try await self.tool(cluster).backUp(plan).warnings
        }
        let after = Contents(records: cluster.records(of: "test"))
        var expected = BackupExpectation(before: wanted, after: after)
        if case .writes(let writes) = self.scenario.twist { expected.attempted = try await self.attempted(by: writes) }
        let lacks = try await self.compare(with: expected, warnings: warnings)
        return lacks ? .warned : ending
    }

    /// What writes would have come to if nothing had gone wrong.
    private func attempted(by writes: ConcurrentWrites) async throws -> Contents {
        try await self.withCluster(1, []) { cluster in
            try await self.write(writes.numbers, of: writes.profile(of: self.scenario.data), into: cluster)
            return Contents(records: cluster.records(of: "test"))
        }
    }

    /// Whoever forbids that the cluster changes, or is small, gets no backup of one that did or is.
    private func checkDemand(_ outcome: Result<[String], any Error>, of cluster: LocalCluster) throws {
        guard let isolation = self.scenario.isolation, case .success(let warnings) = outcome else { return }
        guard cluster.isIsolated(isolation.node) else { return }
        switch isolation.demand {
        case .none where warnings.isEmpty: throw Finding("success without a word about the node that was cut off")
        case .none: break
        case .size: throw Finding("success with too small a cluster")
        // It has changed before.
        case .noChange where isolation.isEarly && !warnings.isEmpty: break
        case .noChange: throw Finding("success although the cluster changed")
        }
    }

    /// Restores a backup into a cluster that is well, and compares.
    ///
    /// - Returns: Whether the backup lacks records, which is right only after a warning.
    private func compare(with expected: BackupExpectation, warnings: [String]) async throws -> Bool {
        var plan = RestorePlan(source: self.scenario.backup.source(in: self.directory))
        plan.container = self.scenario.backup.container
        plan.journal = .file(path: "\(self.directory)/journal")
        let restoring = plan
        try await ToolRun(ports: [], log: self.log, patience: .usual).validate(plan)
        let restored = try await self.withCluster(1, []) { target in
            let statistics = try await self.tool(target).restore(restoring)
            let contents = Contents(records: target.records(of: "test"))
            let read = statistics.now.records
            guard read == contents.records.count else {
                throw Finding("the backup has \(read) records, \(contents.records.count) of them different")
            }
            try await self.checkMetadata(of: target)
            return contents
        }
        let difference = expected.difference(of: restored, limit: self.scenario.maximumRecords)
        guard let difference else { return false }
        let mayLack = self.scenario.isolation != nil && !warnings.isEmpty
        if mayLack, expected.differenceApartFromMissing(of: restored) == nil { return true }
        throw Finding("the backup is not the data: \(difference)\(warnings.isEmpty ? "" : ", after \(warnings)")")
    }
}
