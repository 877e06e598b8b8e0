import AerospikeLocalServer
import BackupEngine

/// Runs one scenario and says whether what came of it can be accepted: success and the same data, or an error with a message
/// and a state from which the next run, without faults, comes to that.
struct ScenarioRun: Sendable {
    /// How a scenario ended, if it ended well.
    enum Ending: String, Sendable, CaseIterable {
        case success = "succeeded at once"
        case resumed = "failed, and were gone on with"
        case repeated = "failed before anything was done, and were repeated"
        case warned = "lack records of a node that was cut off, and said so"
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
            try await self.fill(cluster)
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

    /// Runs something with a new cluster.
    ///
    /// - Parameter injectors: Bring faults to the first nodes.
    func withCluster<Value: Sendable>(
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

    /// The tools, for a cluster.
    ///
    /// - Parameter patience: How long they wait for servers.
    func tool(_ cluster: LocalCluster, _ patience: ToolRun.Patience = .usual) -> ToolRun {
        ToolRun(ports: cluster.nodes.map { cluster.port(of: $0) }, log: self.log, patience: patience)
    }

    /// The tools under faults. Whoever is interrupted amid them waits for ever, so that nothing but the interruption ends it.
    func toolUnderFaults(_ cluster: LocalCluster) -> ToolRun {
        self.tool(cluster, self.scenario.interruption?.cancels == true ? .endless : .hasty)
    }

    /// Writes records, for the first time or once more.
    func write(_ numbers: Range<Int>, of profile: DataProfile, into cluster: LocalCluster) async throws {
        try await self.tool(cluster).withCluster { client in
            try await DataLoader(cluster: client).load(numbers, profile: profile)
        }
    }

    private func fill(_ cluster: LocalCluster) async throws {
        try await self.write(0..<self.scenario.data.records, of: self.scenario.data, into: cluster)
        switch self.scenario.twist {
        case .policies(let trial):
            for numbers in trial.sourceRewrites {
                try await self.write(numbers, of: self.scenario.data, into: cluster)
            }
        case .metadata(let sample):
            try await self.tool(cluster).withCluster { try await sample.store(in: $0) }
        default: break
        }
    }

    /// Checks that a cluster has the indexes and modules that it should have.
    func checkMetadata(of cluster: LocalCluster) async throws {
        guard case .metadata(let sample) = self.scenario.twist else { return }
        let difference = try await self.tool(cluster).withCluster { try await sample.difference(in: $0) }
        if let difference { throw Finding("indexes and modules are not those of the source: \(difference)") }
    }

    /// What runs something under the faults of the scenario.
    func faultyRun(_ cluster: LocalCluster, _ injectors: [FaultInjector]) -> FaultyRun {
        var run = FaultyRun(cluster: cluster, injectors: injectors, log: self.log)
        run.strikes = self.scenario.blows.map { Strike($0) }
        run.interruption = self.scenario.interruption
        switch self.scenario.twist {
        case .isolation(let isolation) where !isolation.isEarly: run.strikes.append(Strike(isolation))
        case .writes(let writes):
            run.company = { isOver in
                await self.write(writes, into: cluster, until: isOver)
            }
        default: break
        }
        return run
    }

    /// Writes records while a backup runs, as far as faults let it.
    private func write(
        _ writes: ConcurrentWrites,
        into cluster: LocalCluster,
        until isOver: @Sendable () -> Bool
    ) async {
        let profile = writes.profile(of: self.scenario.data)
        try? await self.tool(cluster, .hasty).withCluster { client in
            for start in stride(
                from: writes.numbers.lowerBound,
                to: writes.numbers.upperBound,
                by: ConcurrentWrites.step
            ) {
                guard !isOver() else { return }
                let end = min(start + ConcurrentWrites.step, writes.numbers.upperBound)
                try? await DataLoader(cluster: client).load(start..<end, profile: profile)
            }
        }
    }
}
