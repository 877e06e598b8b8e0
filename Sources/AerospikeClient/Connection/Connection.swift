import NIOCore
import Synchronization

/// An open connection to a server, used by one task at a time.
final class Connection: Sendable {
    /// The node's name in errors.
    let name: String
    private let channel: any Channel
    private let handler: NIOLoopBound<ConnectionChannelHandler>
    private let liveness: ConnectionLiveness
    /// The number of the last wait.
    private let waits = Atomic<UInt64>(0)

    init(
        name: String,
        channel: any Channel,
        handler: NIOLoopBound<ConnectionChannelHandler>,
        liveness: ConnectionLiveness
    ) {
        self.name = name
        self.channel = channel
        self.handler = handler
        self.liveness = liveness
    }

    /// Whether the connection is open and not in an exchange that failed.
    var isUsable: Bool { self.liveness.value }

    /// The address of the other side.
    var remoteAddress: SocketAddress? { self.channel.remoteAddress }

    /// Sends a request and waits for the first message of the answer.
    ///
    /// - Parameters:
    ///   - request: A whole message with its protocol header.
    ///   - isSingle: Whether the answer is one message. If not, `finishExchange` ends it.
    ///   - limit: How long the message is waited for.
    func send(
        _ request: ByteBuffer,
        isSingle: Bool,
        limit: WaitLimit
    ) async -> Result<ReceivedMessage, ExchangeFailure> {
        await self.wait { handler, wait, waiter in
            handler.send(request, isSingle: isSingle, limit: limit, wait: wait, waiter: waiter)
        }
    }

    /// Waits for the next message of the answer.
    func receive(limit: WaitLimit) async -> Result<ReceivedMessage, ExchangeFailure> {
        await self.wait { handler, wait, waiter in
            handler.receive(limit: limit, wait: wait, waiter: waiter)
        }
    }

    /// Gives back the memory of a body that nobody uses any longer.
    func recycle(_ body: ByteBuffer) {
        self.channel.eventLoop.execute { self.handler.value.recycle(body) }
    }

    /// Ends the exchange. If anything of the answer is left the connection is closed.
    func finishExchange() async {
        await withCheckedContinuation { continuation in
            self.channel.eventLoop.execute {
                self.handler.value.finishExchange()
                continuation.resume()
            }
        }
    }

    /// Closes the connection, and ends an exchange.
    func close() {
        self.liveness.end()
        self.channel.eventLoop.execute { self.handler.value.closeByUser() }
    }

    /// Lets the handler work on its event loop until it has a message, or the task is cancelled.
    private func wait(
        _ body: @escaping @Sendable (ConnectionChannelHandler, UInt64, ConnectionChannelHandler.Waiter) -> Void
    ) async -> Result<ReceivedMessage, ExchangeFailure> {
        let number = self.waits.add(1, ordering: .relaxed).newValue
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                self.channel.eventLoop.execute { body(self.handler.value, number, waiter) }
            }
        } onCancel: {
            self.channel.eventLoop.execute { self.handler.value.cancel(wait: number) }
        }
    }
}
