import AerospikeProtocol
import Glibc
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

    /// The most bytes that wait to be sent on a connection before its scan pauses.
    private static let highWaterMark = 2 * 1024 * 1024
    /// How often expired records, which nobody sees any more, are removed.
    private static let sweepPeriod: TimeAmount = .seconds(10)
    private static let lowWaterMark = 768 * 1024

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
            let channel = try await Self.listen(configuration, state: state, on: group)
            group.next().scheduleRepeatedTask(initialDelay: Self.sweepPeriod, delay: Self.sweepPeriod) { _ in
                for namespace in state.namespaces { namespace.removeExpired(at: state.clock.moment) }
            }
            let server = LocalServer(port: state.cluster.node.port, state: state, threads: threads)
            let value = try await body(server)
            try await channel.close()
            try await group.shutdownGracefully()
            return value
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private static func listen(
        _ configuration: LocalServerConfiguration,
        state: ServerState,
        on group: MultiThreadedEventLoopGroup
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .writeBufferWaterMark,
                value: ChannelOptions.Types.WriteBufferWaterMark(low: Self.lowWaterMark, high: Self.highWaterMark)
            )
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 8192, maximum: 1024 * 1024)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let client = Self.name(of: channel.remoteAddress)
                    let responder = MessageResponder(state: state, session: ClientSession(client: client))
                    try channel.pipeline.syncOperations.addHandler(ConnectionHandler(responder: responder))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: configuration.host, port: configuration.port).get()
            state.cluster.node.port = channel.localAddress?.port ?? configuration.port
            return channel
        } catch {
            let place = "\(configuration.host):\(configuration.port)"
            guard (error as? IOError)?.errnoCode == EADDRINUSE else {
                throw LocalServerError(.cannotListen, "cannot listen on \(place)", cause: error)
            }
            throw LocalServerError(.cannotListen, "cannot listen on \(place): the port is in use")
        }
    }

    /// A client's address as `query-show` tells it, with `+` for colons.
    private static func name(of address: SocketAddress?) -> String {
        "\(address?.ipAddress ?? "unknown")+\(address?.port ?? 0)"
    }
}
