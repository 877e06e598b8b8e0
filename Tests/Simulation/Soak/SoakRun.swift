import AerospikeLocalServer
import Glibc

/// Runs cycles for a time, all with one cluster and the same records, and looks at what the process holds meanwhile.
struct SoakRun: Sendable {
    /// How long it goes on.
    let seconds: Int
    /// The seed of the first cycle.
    let seed: UInt64
    /// The number of records.
    let records: Int
    /// How long a cycle may take, in seconds.
    let limit: Int

    private static let nodes = 3
    private static let replicas = 2

    private let tally = SoakTally()
    private let start = ContinuousClock.now

    /// Creates a soak.
    init(seconds: Int, seed: UInt64, records: Int, limit: Int) {
        self.seconds = seconds
        self.seed = seed
        self.records = records
        self.limit = limit
    }

    /// The time since the beginning, in seconds.
    private var second: Int { Int((ContinuousClock.now - self.start).components.seconds) }

    /// Runs.
    ///
    /// - Throws: What the cluster or its first records fail with.
    func run() async throws -> SoakVerdict {
        CrashReport.install(recordsOfCycle: self.records)
        let injectors = (1...Self.nodes).map { FaultInjector(FaultPlan(), node: $0, isArmed: false) }
        let configuration = LocalClusterConfiguration(
            nodes: Self.nodes,
            replicationFactor: Self.replicas,
            node: LocalServerConfiguration(threads: 1),
            adjust: { number, node in node.faults = injectors[number - 1] }
        )
        try await LocalCluster.run(configuration: configuration) { cluster in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await self.observe() }
                try await self.runCycles(cluster, injectors)
                group.cancelAll()
            }
        }
        self.report()
        let sums = self.tally.now
        return SoakVerdict(findings: sums.findings, descriptors: sums.descriptors, memory: sums.memory)
    }

    private func runCycles(_ cluster: LocalCluster, _ injectors: [FaultInjector]) async throws {
        var held = try await self.fill(cluster)
        var seed = self.seed
        repeat {
            if let restored = await self.cycle(seed, held, cluster, injectors) {
                held = restored
            } else {
                self.tally.addFinding()
                held = try await self.fill(cluster)
            }
            self.tally.addCycle(descriptors: await self.settledDescriptors())
            seed += 1
        } while self.second < self.seconds
    }

    /// The words of a command line that repeats a cycle.
    static func words(seed: UInt64, records: Int) -> String { "soak --seconds 1 --seed \(seed) --records \(records)" }

    /// Runs one cycle, and prints what is wrong with it.
    ///
    /// - Returns: What the cluster holds; `nil` if the cycle ended as it must not.
    private func cycle(
        _ seed: UInt64,
        _ held: Contents,
        _ cluster: LocalCluster,
        _ injectors: [FaultInjector]
    ) async -> Contents? {
        let slot = CrashReport.begin(seed)
        defer { CrashReport.end(slot) }
        let log = LineLog()
        let repeating = "simulation \(Self.words(seed: seed, records: self.records))"
        let watchdog = Watchdog(limit: self.limit, name: "cycle \(seed)", repeating: repeating, log: log)
        let cycle = SoakCycle(seed: seed, records: self.records, nodes: Self.nodes)
        do {
            return try await FileAccess.withDirectory { directory in
                let run = CycleRun(
                    cycle: cycle,
                    cluster: cluster,
                    injectors: injectors,
                    directory: directory,
                    log: log,
                    tally: self.tally
                )
                return try await watchdog.watch { try await run.run(held) }
            }
        } catch {
            for line in log.lines { print("    \(line)") }
            print("cycle \(seed): \(error); to repeat: \(repeating)")
            fflush(nil)
            return nil
        }
    }

    /// Puts all records into a cluster, whatever it holds.
    private func fill(_ cluster: LocalCluster) async throws -> Contents {
        let profile = DataProfile(seed: 1, records: self.records, maximumBins: 5, maximumValue: 600, sets: 4)
        let tool = ToolRun(ports: cluster.nodes.map { cluster.port(of: $0) }, log: LineLog(), patience: .usual)
        try await tool.withCluster { try await DataLoader(cluster: $0).load(0..<profile.records, profile: profile) }
        let contents = Contents(records: cluster.records(of: "test"))
        guard contents.records.count == self.records else {
            throw Finding("the cluster holds \(contents.records.count) records of \(self.records)")
        }
        return contents
    }

    // MARK: - What the process holds

    /// The descriptors once the servers have noticed that their clients are gone, which takes them a moment.
    private func settledDescriptors() async -> Int {
        let wanted = self.tally.now.descriptors.prefix(SoakVerdict.firstCycles).min() ?? 0
        var open = ProcessFigures.descriptors
        for _ in 0..<Self.looks where open > wanted {
            try? await Task.sleep(for: .milliseconds(10))
            open = min(open, ProcessFigures.descriptors)
        }
        return open
    }

    /// The most looks at descriptors behind a cycle, a hundredth of a second apart.
    private static let looks = 200

    /// Looks at the memory each second, and prints a line each minute, until it is cancelled.
    private func observe() async {
        var minute = 0
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            let second = self.second
            self.tally.add(SoakVerdict.MemorySample(second: second, bytes: ProcessFigures.now.resident))
            guard second / 60 > minute else { continue }
            minute = second / 60
            self.report()
        }
    }

    private func report() {
        let (sums, figures) = (self.tally.now, ProcessFigures.now)
        let most = sums.memory.map(\.bytes).max() ?? 0
        print(
            """
            \(self.second) s: \(sums.cycles) cycles, \(sums.records) records moved, \(sums.faults) faults, \
            \(sums.repetitions) attempts repeated, \(sums.findings) findings; \(figures.resident >> 20) MiB of memory \
            (at most \(most >> 20)), \(sums.descriptors.last ?? 0) descriptors, \(figures.threads) threads
            """
        )
        fflush(nil)
    }
}
