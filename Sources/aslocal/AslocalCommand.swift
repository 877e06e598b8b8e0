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

    func validate() throws {
        guard self.load >= 0 else {
            throw ValidationError("--load \(self.load) is negative, expected a number of records")
        }
    }

    mutating func run() async throws {
        let names = self.namespaces.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let configuration = LocalServerConfiguration(host: self.host, port: self.port, namespaces: names)
        let count = self.load
        let signals = TerminationSignals()
        try await LocalServer.run(configuration: configuration) { server in
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
