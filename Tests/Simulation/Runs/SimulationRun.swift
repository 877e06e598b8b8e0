import Glibc

/// Runs scenarios, several at once.
struct SimulationRun: Sendable {
    let seeds: [UInt64]
    let jobs: Int
    /// How long a scenario may take, in seconds.
    let limit: Int
    /// Whether everything that is said in a scenario is printed.
    let isVerbose: Bool

    /// Runs all of them.
    func run() async -> SimulationTally {
        CrashReport.install()
        let clock = ContinuousClock()
        let started = clock.now
        var tally = SimulationTally()
        await withTaskGroup(of: ScenarioRun.Ending?.self) { group in
            var next = self.seeds.makeIterator()
            for _ in 0..<self.jobs {
                guard let seed = next.next() else { break }
                group.addTask { await self.run(seed) }
            }
            for await ending in group {
                tally.add(ending)
                guard let seed = next.next() else { continue }
                group.addTask { await self.run(seed) }
            }
        }
        tally.elapsed = clock.now - started
        return tally
    }

    /// Runs one scenario, and prints what is wrong with it.
    private func run(_ seed: UInt64) async -> ScenarioRun.Ending? {
        let scenario = Scenario(seed: seed)
        let slot = CrashReport.begin(seed)
        defer { CrashReport.end(slot) }
        let log = LineLog()
        let watchdog = Watchdog(
            limit: self.limit,
            name: "seed \(seed)",
            repeating: "make simulate SEED=\(seed)",
            log: log
        )
        do {
            let ending = try await FileAccess.withDirectory { directory in
                let run = ScenarioRun(scenario: scenario, directory: directory, log: log)
                return try await watchdog.watch { try await run.run() }
            }
            if self.isVerbose { self.print(log) }
            return ending
        } catch {
            if self.isVerbose { self.print(log) }
            Swift.print("seed \(seed): \(error); to repeat: make simulate SEED=\(seed)")
            fflush(nil)
            return nil
        }
    }

    private func print(_ log: LineLog) {
        for line in log.lines { Swift.print(line) }
    }
}
