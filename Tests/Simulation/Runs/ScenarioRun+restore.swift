import AerospikeLocalServer
import BackupEngine

extension ScenarioRun {
    /// Backs up without faults, restores under them, goes on without until it succeeds, and compares the target with the data.
    func restore(
        from source: LocalCluster,
        _ injectors: [FaultInjector],
        _ wanted: Contents
    ) async throws -> Ending {
        var backup = self.scenario.backupPlan(in: self.directory)
        backup.maximumRecords = 0
        _ = try await self.tool(source).backUp(backup)
        return try await self.withCluster(self.scenario.nodes, injectors) { target in
            let wanted = try await self.prefill(target, under: wanted)
            let ending = try await self.restore(into: target, injectors)
            let found = Contents(records: target.records(of: "test"))
            if let difference = found.difference(to: wanted, tolerance: self.scenario.tolerance) {
                throw Finding("the target is not the data: \(difference)")
            }
            try await self.checkMetadata(of: target)
            return ending
        }
    }

    private func restore(into target: LocalCluster, _ injectors: [FaultInjector]) async throws -> Ending {
        var plan = self.scenario.restorePlan(in: self.directory)
        let first = plan
        let run = self.faultyRun(target, injectors)
        let tool = self.toolUnderFaults(target)
        let outcome = try await run.outcome { _ = try await tool.restore(first, stop: run.stop) }
        guard case .failure(let failure) = outcome else { return .success }
        try run.check(failure)
        let journal = "\(self.directory)/journal"
        let isResumed = FileAccess.exists(journal)
        if isResumed { plan.journal = .resume(path: journal) }
        _ = try await self.tool(target).restore(plan)
        return isResumed ? .resumed : .repeated
    }

    /// Puts other records under some of the keys.
    ///
    /// - Returns: What the cluster is to hold in the end.
    private func prefill(_ target: LocalCluster, under wanted: Contents) async throws -> Contents {
        if case .policies(let trial) = self.scenario.twist {
            let profile = trial.profile(of: self.scenario.data)
            for numbers in [trial.held] + trial.targetRewrites {
                try await self.write(numbers, of: profile, into: target)
            }
            return PolicyModel(policy: self.scenario.restore.policy)
                .contents(of: Contents(records: target.records(of: "test")), after: wanted)
        }
        guard self.scenario.restore.isPrefilled else { return wanted }
        var profile = self.scenario.data
        // The same keys, whose sets are the same only if there is one.
        profile.sets = 1
        profile.maximumValue += 10
        try await self.write(profile.records / 2..<profile.records, of: profile, into: target)
        let held = Contents(records: target.records(of: "test"))
        return self.scenario.restore.policy.existing == .keep ? wanted.merged(under: held) : held.merged(under: wanted)
    }
}
