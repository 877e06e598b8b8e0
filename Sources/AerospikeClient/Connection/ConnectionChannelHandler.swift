import AerospikeProtocol
import NIOCore
import Synchronization

/// Moves bytes between a socket and the one task that uses the connection. Lives on the channel's event loop.
final class ConnectionChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    typealias Waiter = CheckedContinuation<Result<ReceivedMessage, ExchangeFailure>, Never>

    private let name: String
    private let liveness: ConnectionLiveness
    private var machine = ConnectionStateMachine<Waiter, ReceivedMessage>()
    /// Where the bytes of the socket come to lie, and what puts messages together from them.
    let memory: ReceiveMemory
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?
    private var lastActivity = NIODeadline.uptimeNanoseconds(0)
    /// The number of the last wait begun.
    private var wait: UInt64 = 0
    /// The number of a wait that was cancelled before it began.
    private var cancelledWait: UInt64 = 0

    init(name: String, liveness: ConnectionLiveness, mostText: Int) {
        self.name = name
        self.memory = ReceiveMemory(mostText: mostText)
        self.liveness = liveness
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        self.close(.connectionLost, "the connection was closed")
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.lastActivity = .now()
        self.machine.receivedBytes()
        do throws(ProtocolError) {
            try self.memory.assembler.append(self.unwrapInboundIn(data))
        } catch {
            self.close(.badReply, error.message)
        }
        while let message = self.memory.assembler.next() { self.deliver(message) }
    }

    func channelReadComplete(context: ChannelHandlerContext) { self.readIfWanted() }

    func channelInactive(context: ChannelHandlerContext) {
        self.close(.connectionLost, "the server closed the connection")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.close(.connectionLost, "the connection was lost: \(ConnectFailure.reason(of: error))")
    }

    private func deliver(_ message: ReceivedMessage) {
        guard let reply = self.machine.received(message) else {
            self.close(.badReply, "the server sent a message nobody asked for")
            return
        }
        self.tell(reply)
    }

    private func tell(_ reply: ConnectionStateMachine<Waiter, ReceivedMessage>.Reply) {
        switch reply {
        case .none: return
        case .message(let waiter, let message):
            self.stopTimer()
            waiter.resume(returning: .success(message))
        case .failure(let waiter, let failure):
            self.stopTimer()
            waiter.resume(returning: .failure(failure))
        }
    }

    private func readIfWanted() {
        if self.machine.wantsBytes { self.context?.read() }
    }

    private func close(_ code: AerospikeError.Code, _ message: String, isUnsent: Bool = false) {
        self.liveness.end()
        self.tell(self.machine.close(AerospikeError(code, message, node: self.name, isUnsent: isUnsent)))
        self.context?.close(promise: nil)
    }
}

extension ConnectionChannelHandler {
    /// Sends a request; `waiter` gets the first message of the answer. What has no time left is not sent, for nobody would know
    /// whether it was carried out.
    func send(_ request: ByteBuffer, isSingle: Bool, limit: WaitLimit, wait: UInt64, waiter: Waiter) {
        let now = NIODeadline.now()
        guard self.cancelledWait == wait || limit.end(lastActivity: now) > now else {
            let error = AerospikeError(.timeout, "no time was left to send", node: self.name, isUnsent: true)
            return waiter.resume(returning: .failure(ExchangeFailure(error: error, isUnanswered: true)))
        }
        switch self.machine.request(waiter, isSingle: isSingle) {
        case .fail(_, let failure): waiter.resume(returning: .failure(failure))
        case .send:
            self.lastActivity = now
            guard self.beginWait(wait, limit: limit, isUnsent: true) else { return }
            self.context?.writeAndFlush(self.wrapOutboundOut(request), promise: nil)
            self.readIfWanted()
        }
    }

    /// Takes the memory of a body back.
    func recycle(_ body: ByteBuffer) { self.memory.assembler.recycle(body) }

    /// Gives `waiter` the next message of the answer.
    func receive(limit: WaitLimit, wait: UInt64, waiter: Waiter) {
        let reply = self.machine.want(waiter)
        self.tell(reply)
        if self.machine.hasWaiter {
            self.lastActivity = .now()
            guard self.beginWait(wait, limit: limit) else { return }
        }
        self.readIfWanted()
    }

    /// Ends the exchange; if anything of the answer is left the connection is closed.
    func finishExchange() {
        guard !self.machine.finishExchange() || !self.memory.assembler.isEmpty else { return }
        self.close(.badReply, "the server sent more than the end of its answer")
    }

    /// Gives up a wait, begun or not, and with it the connection.
    func cancel(wait: UInt64) {
        if wait > self.wait { self.cancelledWait = wait }
        guard wait == self.wait, self.machine.hasWaiter else { return }
        self.close(.cancelled, "cancelled")
    }

    /// Closes the connection on the wish of its user.
    func closeByUser() { self.close(.connectionLost, "the connection was closed") }

    /// - Returns: Whether the wait goes on: it was not cancelled before.
    private func beginWait(_ wait: UInt64, limit: WaitLimit, isUnsent: Bool = false) -> Bool {
        self.wait = wait
        guard self.cancelledWait != wait else {
            self.close(.cancelled, "cancelled", isUnsent: isUnsent)
            return false
        }
        self.startTimer(limit)
        return true
    }

    private func startTimer(_ limit: WaitLimit) {
        guard let context = self.context else { return }
        self.timer?.cancel()
        let end = limit.end(lastActivity: self.lastActivity)
        self.timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: end) { self.timerFired(limit) }
    }

    private func timerFired(_ limit: WaitLimit) {
        guard self.machine.hasWaiter else { return }
        guard limit.end(lastActivity: self.lastActivity) <= .now() else { return self.startTimer(limit) }
        switch limit {
        case .deadline: self.close(.timeout, Self.timeoutMessage)
        case .silence:
            self.tell(self.machine.stopWaiting(AerospikeError(.timeout, Self.timeoutMessage, node: self.name)))
        }
    }

    private static var timeoutMessage: String { "no answer in time" }

    private func stopTimer() {
        self.timer?.cancel()
        self.timer = nil
    }
}
