import AerospikeLocalServer
import ArgumentParser

/// The command line of the in-memory server.
struct AslocalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aslocal",
        abstract: "An Aerospike server of one node that keeps its records in memory.",
        discussion: "Real clients and tools work against it unchanged. SIGTERM or SIGINT stops it."
    )

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 picks a free one.")
    var port = 3000

    @Option(help: ArgumentHelp("Names of the namespaces, with commas between them.", valueName: "names"))
    var namespaces = "test,prod"

    @Option(help: ArgumentHelp("Number of sample records to begin with in the first namespace.", valueName: "count"))
    var load = 0

    @Option(
        help: ArgumentHelp(
            "What goes wrong and when, such as 'scan#2=cut@5000; write%100=result:18'. See Spec/faults.md.",
            valueName: "rules"
        )
    )
    var fault: [String] = []

    @Option(help: ArgumentHelp("Adds random faults, always the same for the same number.", valueName: "number"))
    var faultSeed: UInt64?

    /// All that goes wrong; `nil` for nothing.
    private func faults() throws(LocalServerError) -> FaultPlan? {
        guard !self.fault.isEmpty || self.faultSeed != nil else { return nil }
        var plan = try FaultPlan(parsing: self.fault.joined(separator: ";"))
        if let faultSeed { plan.rules += FaultPlan.seeded(faultSeed).rules }
        return plan
    }

    func validate() throws {
        do throws(LocalServerError) { _ = try self.faults() } catch { throw ValidationError(error.message) }
        guard self.load >= 0 else {
            throw ValidationError("--load \(self.load) is negative, expected a number of records")
        }
    }

    mutating func run() async throws {
        let names = self.namespaces.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        var configuration = LocalServerConfiguration(host: self.host, port: self.port, namespaces: names)
        if let plan = try self.faults() {
            configuration.faults = FaultInjector(plan)
            StandardStream.error.write("faults: \(plan)")
        }
        let count = self.load
        let signals = TerminationSignals()
        try await LocalServer.run(configuration: configuration) { [configuration] server in
            if count > 0 {
                StandardStream.error.write("loading \(count) records into namespace \(names[0])")
                try await server.load(records: count)
            }
            let address = "\(configuration.host):\(server.port)"
            StandardStream.output.write("aslocal listening on \(address) (namespaces: \(names.joined(separator: ",")))")
            await signals.wait()
        }
    }
}
