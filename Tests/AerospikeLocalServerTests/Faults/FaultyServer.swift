import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// A server with faults, one thread, and a few records.
enum FaultyServer {
    /// What clients see.
    struct Scene {
        let server: LocalServer
        let faults: FaultInjector

        /// A new connection.
        func client() throws -> SocketClient { try SocketClient(port: self.server.port) }
    }

    static let request = InfoRequest(["build"]).encoded()
    static let answer = InfoReply([.init(command: "build", value: "8.1.0.3")]).encoded()

    /// A scan of everything.
    static func scan(_ taskID: UInt64 = 1) -> [UInt8] {
        var request = PartitionScanRequest(namespace: "test", taskID: taskID)
        request.partitions = PartitionID.all
        return request.encoded()
    }

    /// Runs a server with faults in the text form.
    static func run(_ faults: String, records: Int = 0, _ body: (Scene) async throws -> Void) async throws {
        let injector = FaultInjector(try FaultPlan(parsing: faults))
        var configuration = LocalServerConfiguration(threads: 1)
        configuration.faults = injector
        try await LocalServer.run(configuration: configuration) { server in
            if records > 0 { try await server.load(records: records) }
            try await body(Scene(server: server, faults: injector))
        }
    }
}
