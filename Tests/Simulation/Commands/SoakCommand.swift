import ArgumentParser

/// Backs up, wipes, restores and compares again and again, and looks at what the process holds (`Spec/faults.md`).
struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Backs up, wipes, restores and compares one cluster under random faults for a time.",
        discussion: """
            Exit code 1 if a cycle ends as it must not, or if memory or descriptors do not stay as they were after the \
            first cycles.
            """
    )

    @Option(help: ArgumentHelp("How long it goes on; at least one cycle is run.", valueName: "seconds"))
    var seconds = 3600

    @Option(help: "The seed of the first cycle; the others have the following ones.")
    var seed: UInt64 = 0

    @Option(help: "The number of records.")
    var records = 20_000

    @Option(help: ArgumentHelp("How long a cycle may take, in seconds.", valueName: "seconds"))
    var limit = 300

    func validate() throws {
        guard self.seconds > 0, self.records > 0, self.limit > 0 else {
            throw ValidationError("--seconds, --records and --limit have to be 1 or more")
        }
    }

    mutating func run() async throws {
        let run = SoakRun(seconds: self.seconds, seed: self.seed, records: self.records, limit: self.limit)
        let verdict = try await run.run()
        for complaint in verdict.complaints { print(complaint) }
        guard verdict.complaints.isEmpty else { throw ExitCode.failure }
        print("nothing is lost, and nothing grows")
    }
}
