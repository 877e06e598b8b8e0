import AerospikeLocalServer
import ArgumentParser

/// The command line of the in-memory server.
struct AslocalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aslocal",
        abstract: "An Aerospike server, or a cluster of several in one process, that keeps its records in memory.",
        discussion: """
            Real clients and tools work against it unchanged. SIGTERM or SIGINT stops it.
            With several nodes, lines on standard input let things happen to them: 'kill 2', 'stop 2', 'start 2' (or \
            'start 2 3005' for another port), 'freeze 2', 'thaw 2', 'isolate 2', 'rejoin 2'. Each is answered by a line. \
            The other nodes react as those of a real cluster do.
            """
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
        try plan.validate(nodes: self.cluster.nodes)
        if let faultSeed { plan.rules += FaultPlan.seeded(faultSeed).rules }
        return plan
    }

    /// Brings the faults of each node.
    private func injectors() throws(LocalServerError) -> [FaultInjector] {
        guard let plan = try self.faults() else { return [] }
        StandardStream.error.write("faults: \(plan)")
        return (1...self.cluster.nodes).map { FaultInjector(plan, node: $0) }
    }

    func validate() throws {
        do throws(LocalServerError) { _ = try self.faults() } catch { throw ValidationError(error.message) }
        guard self.load >= 0 else {
            throw ValidationError("--load \(self.load) is negative, expected a number of records")
        }
    }

    @OptionGroup(title: "Cluster")
    var cluster: ClusterOptions

    mutating func run() async throws {
        if self.cluster.nodes == 1 { try await self.runNode() } else { try await self.runCluster() }
    }

    private var namespaceNames: [String] {
        self.namespaces.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    private var configuration: LocalServerConfiguration {
        LocalServerConfiguration(host: self.host, port: self.port, namespaces: self.namespaceNames)
    }

    private func announceLoad() {
        StandardStream.error.write("loading \(self.load) records into namespace \(self.namespaceNames[0])")
    }

    private func announce(ports: [Int]) {
        let addresses = ports.map { "\(self.host):\($0)" }.joined(separator: ",")
        StandardStream.output.write(
            "aslocal listening on \(addresses) (namespaces: \(self.namespaceNames.joined(separator: ",")))"
        )
    }

    private func runNode() async throws {
        let signals = await TerminationSignals.begin()
        var configuration = self.configuration
        configuration.faults = try self.injectors().first
        try await LocalServer.run(configuration: configuration) { server in
            if self.load > 0 {
                self.announceLoad()
                try await server.load(records: self.load)
            }
            self.announce(ports: [server.port])
            await signals.wait()
        }
    }

    private func runCluster() async throws {
        let signals = await TerminationSignals.begin()
        let injectors = try self.injectors()
        let configuration = LocalClusterConfiguration(
            nodes: self.cluster.nodes,
            replicationFactor: self.cluster.replicationFactor,
            racks: try self.cluster.rackNumbers,
            node: self.configuration,
            adjust: { number, node in node.faults = injectors.isEmpty ? nil : injectors[number - 1] }
        )
        try await LocalCluster.run(configuration: configuration) { cluster in
            if self.load > 0 {
                self.announceLoad()
                try await cluster.load(records: self.load)
            }
            self.announce(ports: cluster.nodes.map { cluster.port(of: $0) })
            let session = ClusterSession(
                cluster: cluster,
                delayFactor: self.cluster.delayFactor,
                migrationRate: self.cluster.migrationRate
            )
            await session.run(until: signals)
        }
    }
}
