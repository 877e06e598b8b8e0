import AerospikeClient
import AerospikeLocalServer
import BackupEngine

/// Runs one cycle of a soak: backs up under faults until it succeeds, wipes, restores under faults until it succeeds, compares.
struct CycleRun: Sendable {
    let cycle: SoakCycle
    let cluster: LocalCluster
    let injectors: [FaultInjector]
    /// Holds everything that is written.
    let directory: String
    let log: LineLog
    /// Gets what was done.
    let tally: SoakTally

    /// Runs.
    ///
    /// - Parameter held: What the cluster holds.
    /// - Returns: What it holds in the end, which is the same.
    /// - Throws: `Finding`, or an error of a step in which nothing was to go wrong.
    func run(_ held: Contents) async throws -> Contents {
        self.log.note("\(self.cycle)")
        try await self.attempt(self.cycle.backupAttempts) { try await self.backUp($0) }
        guard !FileAccess.exists(self.state) else { throw Finding("success leaves a state file") }
        try await self.wipe()
        try await self.attempt(self.cycle.restoreAttempts) { try await self.restore($0) }
        let restored = Contents(records: self.cluster.records(of: "test"))
        if let difference = restored.difference(to: held) {
            throw Finding("the cluster does not hold what it held: \(difference)")
        }
        self.tally.add(records: 2 * held.records.count)
        return restored
    }

    private var state: String { "\(self.directory)/state" }
    private var journal: String { "\(self.directory)/journal" }

    private func tool(_ patience: ToolRun.Patience) -> ToolRun {
        ToolRun(ports: self.cluster.nodes.map { self.cluster.port(of: $0) }, log: self.log, patience: patience)
    }

    /// Tries until something succeeds, which it has to once nothing goes wrong.
    private func attempt(
        _ attempts: [SoakCycle.Attempt],
        _ body: @escaping @Sendable (SoakCycle.Attempt) async throws -> Void
    ) async throws {
        for attempt in attempts {
            for (index, injector) in self.injectors.enumerated() { injector.reload(attempt.faults, node: index + 1) }
            var run = FaultyRun(cluster: self.cluster, injectors: self.injectors, log: self.log)
            run.strikes = attempt.blows.map { Strike($0) }
            let outcome = try await run.outcome { try await body(attempt) }
            self.tally.add(faults: self.injectors.reduce(0) { $0 + $1.fired.count })
            try await self.completeCluster()
            guard case .failure(let failure) = outcome else { return }
            guard !attempt.isCalm else { throw failure }
            try run.check(failure)
            self.tally.addRepetition()
        }
    }

    /// Brings back the nodes that went.
    private func completeCluster() async throws {
        for node in self.cluster.nodes where !self.cluster.isRunning(node) {
            try await self.cluster.start(node, port: 0)
        }
        self.cluster.settle()
    }

    private func backUp(_ attempt: SoakCycle.Attempt) async throws {
        var plan = self.cycle.backup.plan(in: self.directory)
        plan.maximumRecords = 0
        if FileAccess.exists(self.state) {
            plan.continuedState = self.state
        } else {
            plan.removesExistingFiles = true
        }
        _ = try await self.tool(attempt.isCalm ? .usual : .hasty).backUp(plan)
    }

    private func restore(_ attempt: SoakCycle.Attempt) async throws {
        let source = self.cycle.backup.source(in: self.directory)
        var plan = self.cycle.restore.plan(of: source, in: self.directory)
        plan.container = self.cycle.backup.container
        if FileAccess.exists(self.journal) { plan.journal = .resume(path: self.journal) }
        _ = try await self.tool(attempt.isCalm ? .usual : .hasty).restore(plan)
    }

    /// Lets the cluster forget all records (`Spec/wire-protocol.md` §3.7).
    private func wipe() async throws {
        try await self.tool(.usual).withCluster { client in
            guard let node = client.nodes.first else { throw Finding("the cluster has no node") }
            let answer = try await client.info("truncate-namespace:namespace=test", on: node)
            guard answer == "ok" else { throw Finding("the cluster is not wiped: \(answer)") }
        }
        let left = self.cluster.records(of: "test").count
        guard left == 0 else { throw Finding("\(left) records are left when the cluster is wiped") }
    }
}
