import NIOCore
import NIOPosix
import Synchronization

/// Opens connections.
struct ConnectionOpener: Sendable {
    /// How long opening may take.
    var timeout: Duration

    /// Opens a connection that is ready for requests.
    ///
    /// - Parameters:
    ///   - address: Where to.
    ///   - name: The node's name in errors.
    /// - Throws: `AerospikeError` with code `connectFailed`, `timeout` or `cancelled`.
    func open(_ address: NodeAddress, name: String) async throws(AerospikeError) -> Connection {
        let attempt = Attempt()
        let result: Result<Connection, any Error> = await withTaskCancellationHandler {
            do {
                let connection = try await self.bootstrap.connect(host: address.host, port: address.port) { channel in
                    attempt.began(channel)
                    return Self.initialize(channel, name: name)
                }
                return .success(connection)
            } catch {
                return .failure(error)
            }
        } onCancel: {
            attempt.cancel()
        }
        switch result {
        case .success(let connection):
            // Login goes here: a security exchange on the fresh connection, before anybody else gets it.
            return connection
        case .failure(let error):
            if attempt.isCancelled { throw AerospikeError(.cancelled, "cancelled", node: name) }
            let message = "could not connect: \(ConnectFailure.reason(of: error))"
            throw AerospikeError(.connectFailed, message, node: name)
        }
    }

    private var bootstrap: ClientBootstrap {
        ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(TimeAmount(self.timeout))
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 4096, initial: 16_384, maximum: 1_048_576)
            )
    }

    private static func initialize(_ channel: any Channel, name: String) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            let liveness = ConnectionLiveness()
            let handler = ConnectionChannelHandler(name: name, liveness: liveness)
            // TLS goes here: its handler stands before ours, so that ours sees clear bytes only.
            try channel.pipeline.syncOperations.addHandler(handler)
            let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
            return Connection(name: name, channel: channel, handler: bound, liveness: liveness)
        }
    }

    /// The channels of one attempt, so that cancellation can close them.
    private final class Attempt: Sendable {
        private let state = Mutex<(channels: [any Channel], isCancelled: Bool)>(([], false))

        var isCancelled: Bool { self.state.withLock { $0.isCancelled } }

        func began(_ channel: any Channel) {
            let isCancelled = self.state.withLock { state in
                state.channels.append(channel)
                return state.isCancelled
            }
            if isCancelled { channel.close(promise: nil) }
        }

        func cancel() {
            let channels = self.state.withLock { state in
                state.isCancelled = true
                return state.channels
            }
            for channel in channels { channel.close(promise: nil) }
        }
    }
}
