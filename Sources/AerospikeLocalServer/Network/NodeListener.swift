import NIOCore
import NIOPosix
import Synchronization

/// The socket that a node listens on, and the connections it has accepted.
final class NodeListener: Sendable {
    /// The port it listens on.
    let port: Int
    private let channel: any Channel
    private let connections: ConnectionTable

    /// The most bytes that wait to be sent on a connection before its scan pauses.
    private static let highWaterMark = 2 * 1024 * 1024
    private static let lowWaterMark = 768 * 1024

    private init(port: Int, channel: any Channel, connections: ConnectionTable) {
        self.port = port
        self.channel = channel
        self.connections = connections
    }

    /// Listens on an address.
    ///
    /// - Parameters:
    ///   - host: The address.
    ///   - port: The port; 0 picks a free one.
    ///   - state: The node that answers.
    ///   - group: The threads that serve the connections.
    /// - Throws: `LocalServerError` that names the address.
    static func open(
        host: String,
        port: Int,
        state: ServerState,
        on group: MultiThreadedEventLoopGroup
    ) async throws(LocalServerError) -> NodeListener {
        let connections = ConnectionTable()
        let bootstrap = Self.bootstrap(state: state, connections: connections, on: group)
        do {
            let channel = try await bootstrap.bind(host: host, port: port).get()
            let port = channel.localAddress?.port ?? port
            return NodeListener(port: port, channel: channel, connections: connections)
        } catch {
            guard (error as? IOError)?.errnoCode == EADDRINUSE else {
                throw LocalServerError(.cannotListen, "cannot listen on \(host):\(port)", cause: error)
            }
            throw LocalServerError(.cannotListen, "cannot listen on \(host):\(port): the port is in use")
        }
    }

    private static func bootstrap(
        state: ServerState,
        connections: ConnectionTable,
        on group: MultiThreadedEventLoopGroup
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
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
                    connections.add(channel)
                    let client = Self.name(of: channel.remoteAddress)
                    let responder = MessageResponder(state: state, session: ClientSession(client: client))
                    try channel.pipeline.syncOperations.addHandler(ConnectionHandler(responder: responder))
                }
            }
    }

    /// A client's address as `query-show` tells it, with `+` for colons.
    private static func name(of address: SocketAddress?) -> String {
        "\(address?.ipAddress ?? "unknown")+\(address?.port ?? 0)"
    }

    /// Stops listening and closes all connections at once, as a process does that ends. What waits to be sent is lost.
    func close() async {
        try? await self.channel.close()
        for connection in self.connections.closeForGood() { try? await connection.close() }
    }

    /// Tells all connections that the node may do what it could not.
    func wakeConnections() {
        for connection in self.connections.all {
            connection.pipeline.fireUserInboundEventTriggered(NodeEvent.awakened)
        }
    }
}

/// What happens to a node and concerns its connections.
enum NodeEvent: Sendable {
    /// The node goes on after it stood still, or its cluster has changed.
    case awakened
}

/// The connections that are open.
private final class ConnectionTable: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Takes a connection in until it closes; one that comes after the end is closed.
    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let isClosed = self.state.withLock { state in
            if !state.isClosed { state.channels[id] = channel }
            return state.isClosed
        }
        guard !isClosed else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in self.state.withLock { $0.channels[id] = nil } }
    }

    /// All connections.
    var all: [any Channel] { self.state.withLock { Array($0.channels.values) } }

    /// All connections; others are not taken in any more.
    func closeForGood() -> [any Channel] {
        self.state.withLock { state in
            state.isClosed = true
            return Array(state.channels.values)
        }
    }
}
