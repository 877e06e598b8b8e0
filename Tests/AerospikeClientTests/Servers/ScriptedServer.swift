import AerospikeProtocol
import NIOCore
import NIOPosix
import Synchronization

@testable import AerospikeClient

/// A server on a free port of the loopback interface that does what a script says.
final class ScriptedServer: Sendable {
    /// A message that has arrived.
    struct Request: Sendable {
        var message: ReceivedMessage
        /// The number of the connection, counted from 1.
        var connection: Int
        /// The number of the message on its connection, counted from 1.
        var number: Int
        /// The port of the server.
        var port: Int

        /// The commands if it is text.
        var commands: [String] {
            guard self.message.kind == .info else { return [] }
            return InfoRequest(body: self.message.body.readableBytesSpan).commands
        }
    }

    /// What the server does.
    enum Reaction: Sendable {
        case reply([UInt8])
        case silence
        case close
        case replyAndClose([UInt8])
        /// Some bytes, and others again and again until the connection is closed.
        case endless([UInt8], [UInt8])
    }

    /// What a server does with each message.
    struct Script: Sendable {
        var reaction: @Sendable (Request) -> Reaction

        init(_ reaction: @escaping @Sendable (Request) -> Reaction) {
            self.reaction = reaction
        }

        /// Does the same with every message.
        static func always(_ reaction: Reaction) -> Script { Script { _ in reaction } }
    }

    let port: Int
    private let connections: Connections

    private init(port: Int, connections: Connections) {
        self.port = port
        self.connections = connections
    }

    /// Runs a server while `body` runs.
    static func with<Result: Sendable>(
        _ script: Script,
        host: String = "127.0.0.1",
        _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let connections = Connections()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = Handler(script: script, number: connections.opened(channel), connections: connections)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: host, port: 0).get()
        let server = ScriptedServer(port: channel.localAddress?.port ?? 0, connections: connections)
        do {
            let result = try await body(server)
            try await server.stop(channel)
            return result
        } catch {
            try await server.stop(channel)
            throw error
        }
    }

    private func stop(_ channel: any Channel) async throws {
        try await channel.close()
        self.connections.closeAll()
    }

    /// The number of connections opened so far.
    var connectionCount: Int { self.connections.count }

    /// Closes all open connections.
    func dropConnections() { self.connections.closeAll() }

    /// Waits until the connection has been closed by its client on which the first request about records came. Others may have
    /// been opened later and counted earlier.
    func waitForRequestClosed() async {
        for await number in self.connections.requests.stream { return await self.waitForClosed(number) }
    }

    /// Waits until a connection has been closed by its client.
    func waitForClosed(_ number: Int) async { await self.connections.waitForClosed(number) }

    /// The connections by number.
    private final class Connections: Sendable {
        private struct State {
            var channels: [any Channel] = []
            var closed: Set<Int> = []
            var waiters: [(number: Int, continuation: CheckedContinuation<Void, Never>)] = []
        }

        private let state = Mutex(State())
        /// The numbers of the connections of requests about records.
        let requests = AsyncStream<Int>.makeStream()

        var count: Int { self.state.withLock { $0.channels.count } }

        func opened(_ channel: any Channel) -> Int {
            self.state.withLock { state in
                state.channels.append(channel)
                return state.channels.count
            }
        }

        func closed(_ number: Int) {
            let waiters = self.state.withLock { state in
                state.closed.insert(number)
                let ready = state.waiters.filter { $0.number == number }
                state.waiters.removeAll { $0.number == number }
                return ready
            }
            for waiter in waiters { waiter.continuation.resume() }
        }

        func waitForClosed(_ number: Int) async {
            await withCheckedContinuation { continuation in
                let isClosed = self.state.withLock { state in
                    guard !state.closed.contains(number) else { return true }
                    state.waiters.append((number, continuation))
                    return false
                }
                if isClosed { continuation.resume() }
            }
        }

        func closeAll() {
            for channel in self.state.withLock({ $0.channels }) { channel.close(promise: nil) }
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let script: Script
        private let number: Int
        private let connections: Connections
        private var assembler = MessageAssembler()
        private var count = 0

        init(script: Script, number: Int, connections: Connections) {
            self.script = script
            self.number = number
            self.connections = connections
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            do { try self.assembler.append(self.unwrapInboundIn(data)) } catch { context.close(promise: nil) }
            while let message = self.assembler.next() {
                self.count += 1
                if message.kind == .message { self.connections.requests.continuation.yield(self.number) }
                let port = context.localAddress?.port ?? 0
                let request = Request(message: message, connection: self.number, number: self.count, port: port)
                self.react(self.script.reaction(request), context)
            }
        }

        private func react(_ reaction: Reaction, _ context: ChannelHandlerContext) {
            switch reaction {
            case .silence: break
            case .close: context.close(promise: nil)
            case .reply(let bytes):
                context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .replyAndClose(let bytes):
                context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
                context.close(promise: nil)
            case .endless(let first, let next):
                context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: first))).assumeIsolated().whenSuccess {
                    context.eventLoop.assumeIsolated().execute { self.react(.endless(next, next), context) }
                }
            }
        }

        func channelInactive(context: ChannelHandlerContext) { self.connections.closed(self.number) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
