import ArgumentParser

/// Runs seeded scenarios (`Spec/faults.md`).
struct ScenariosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios",
        abstract: "Runs many small scenarios, each with a cluster of its own.",
        discussion: "Each scenario follows from its number. Exit code 1 if any of them ends as it must not."
    )

    @Option(help: "The first scenario.")
    var from: UInt64 = 0

    @Option(help: "The number of scenarios.")
    var count = 300

    @Option(help: "Runs only this scenario, and prints what is said and done in it.")
    var seed: UInt64?

    @Option(help: "How many scenarios run at once.")
    var jobs = 8

    @Option(help: ArgumentHelp("How long a scenario may take, in seconds.", valueName: "seconds"))
    var limit = 1200

    func validate() throws {
        guard self.count > 0, self.jobs > 0, self.limit > 0 else {
            throw ValidationError("--count, --jobs and --limit have to be 1 or more")
        }
    }

    mutating func run() async throws {
        let seeds = self.seed.map { [$0] } ?? (0..<UInt64(self.count)).map { [from = self.from] in from + $0 }
        let tally = await SimulationRun(seeds: seeds, jobs: self.jobs, limit: self.limit, isVerbose: self.seed != nil)
            .run()
        tally.report()
        guard tally.findings == 0 else { throw ExitCode.failure }
    }
}
