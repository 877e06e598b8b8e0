import AerospikeProtocol
import NIOCore
import NIOPosix

/// A server that keeps its records in memory and speaks to the clients of the real one.
///
/// It lives as long as the closure given to `run`:
///
/// ```swift
/// try await LocalServer.run(configuration: LocalServerConfiguration(namespaces: ["test"])) { server in
///     print("127.0.0.1:\(server.port)")
/// }
/// ```
public struct LocalServer: Sendable {
    /// The port it listens on.
    public let port: Int
    /// The names of its namespaces.
    public var namespaces: [String] { self.state.namespaces.map(\.name) }
    let state: ServerState
    let threads: Int

    /// How often expired records, which nobody sees any more, are removed.
    private static let sweepPeriod: TimeAmount = .seconds(10)

    /// Starts a server, runs `body`, and stops the server.
    ///
    /// - Parameters:
    ///   - configuration: What the server is to be.
    ///   - body: Uses the server.
    /// - Returns: What `body` returns.
    /// - Throws: `LocalServerError` if the server cannot start, and what `body` throws.
    public static func run<Value: Sendable>(
        configuration: LocalServerConfiguration = LocalServerConfiguration(),
        _ body: (LocalServer) async throws -> Value
    ) async throws -> Value {
        try configuration.validate()
        let threads = configuration.threads > 0 ? configuration.threads : System.coreCount
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        do {
            let state = ServerState(configuration)
            let (host, port) = (configuration.host, configuration.port)
            let listener = try await NodeListener.open(host: host, port: port, state: state, on: group)
            state.cluster.node.port = listener.port
            group.next().scheduleRepeatedTask(initialDelay: Self.sweepPeriod, delay: Self.sweepPeriod) { _ in
                for namespace in state.namespaces { namespace.removeExpired(at: state.clock.moment) }
            }
            let server = LocalServer(port: listener.port, state: state, threads: threads)
            let value = try await body(server)
            await listener.close()
            try await group.shutdownGracefully()
            return value
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }
}
