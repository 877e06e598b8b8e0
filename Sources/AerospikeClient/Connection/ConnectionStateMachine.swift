import DequeModule

/// The states of one connection: idle, or in one exchange of a request and its answer, or closed.
///
/// Connecting, TLS and login lie before it: a connection is handed out when they are over.
struct ConnectionStateMachine<Waiter, Message> {
    /// The messages that may lie unread before the socket is left alone.
    static var maximumReady: Int { 2 }

    private struct Exchange {
        var waiter: Waiter?
        var ready: Deque<Message> = []
        /// Whether the answer is one message, so that the exchange ends with its delivery.
        var isSingle: Bool
        var hasReceived = false
    }

    private enum State {
        case idle
        case exchanging(Exchange)
        /// Closed amid an exchange; messages that had arrived before can still be had.
        case closed(AerospikeError, ready: Deque<Message>, isUnanswered: Bool)
    }

    private var state = State.idle

    /// What a waiter is told.
    enum Reply {
        /// Nothing as yet.
        case none
        /// A message of the answer.
        case message(Waiter, Message)
        /// The exchange has failed.
        case failure(Waiter, ExchangeFailure)
    }

    /// What a new request means.
    enum RequestAction {
        /// Send it.
        case send
        /// The connection cannot take it.
        case fail(Waiter, ExchangeFailure)
    }

    /// Whether the connection can take a request.
    var isIdle: Bool {
        guard case .idle = self.state else { return false }
        return true
    }

    /// Whether somebody waits for a message.
    var hasWaiter: Bool {
        guard case .exchanging(let exchange) = self.state else { return false }
        return exchange.waiter != nil
    }

    /// Whether more bytes are wanted from the socket.
    var wantsBytes: Bool {
        guard case .exchanging(let exchange) = self.state else { return false }
        return exchange.ready.count < Self.maximumReady
    }

    /// A request is to be sent; `waiter` waits for the first message.
    mutating func request(_ waiter: Waiter, isSingle: Bool) -> RequestAction {
        switch self.state {
        case .idle:
            self.state = .exchanging(Exchange(waiter: waiter, isSingle: isSingle))
            return .send
        case .exchanging:
            let error = AerospikeError(.connectionLost, "the connection is in use", isUnsent: true)
            return .fail(waiter, ExchangeFailure(error: error, isUnanswered: true))
        case .closed(var error, _, _):
            error.isUnsent = true
            return .fail(waiter, ExchangeFailure(error: error, isUnanswered: true))
        }
    }

    /// A further message of the answer is wanted.
    mutating func want(_ waiter: Waiter) -> Reply {
        switch self.state {
        case .idle:
            let error = AerospikeError(.badReply, "a message was asked for without a request")
            return .failure(waiter, ExchangeFailure(error: error, isUnanswered: true))
        case .exchanging(var exchange):
            guard let message = exchange.ready.popFirst() else {
                exchange.waiter = waiter
                self.state = .exchanging(exchange)
                return .none
            }
            self.state = .exchanging(exchange)
            return .message(waiter, message)
        case .closed(let error, var ready, let isUnanswered):
            guard let message = ready.popFirst() else {
                return .failure(waiter, ExchangeFailure(error: error, isUnanswered: isUnanswered))
            }
            self.state = .closed(error, ready: ready, isUnanswered: isUnanswered)
            return .message(waiter, message)
        }
    }

    /// Bytes have arrived, a whole message or not.
    mutating func receivedBytes() {
        guard case .exchanging(var exchange) = self.state else { return }
        exchange.hasReceived = true
        self.state = .exchanging(exchange)
    }

    /// A whole message has arrived.
    ///
    /// - Returns: What the waiter is told; `nil` if nobody asked, so that the connection must be closed.
    mutating func received(_ message: Message) -> Reply? {
        switch self.state {
        case .idle: return nil
        case .closed: return Reply.none
        case .exchanging(var exchange):
            guard let waiter = exchange.waiter else {
                exchange.ready.append(message)
                self.state = .exchanging(exchange)
                return Reply.none
            }
            exchange.waiter = nil
            self.state = exchange.isSingle ? .idle : .exchanging(exchange)
            return .message(waiter, message)
        }
    }

    /// Nobody waits any longer, but the answer may still come.
    ///
    /// - Returns: What the waiter is told.
    mutating func stopWaiting(_ error: AerospikeError) -> Reply {
        guard case .exchanging(var exchange) = self.state, let waiter = exchange.waiter else { return .none }
        exchange.waiter = nil
        self.state = .exchanging(exchange)
        return .failure(waiter, ExchangeFailure(error: error, isUnanswered: !exchange.hasReceived))
    }

    /// The reader has what it wanted.
    ///
    /// - Returns: Whether the connection can be used again: no message was left over.
    mutating func finishExchange() -> Bool {
        guard case .exchanging(let exchange) = self.state, exchange.ready.isEmpty, exchange.waiter == nil else {
            return false
        }
        self.state = .idle
        return true
    }

    /// The connection is lost or given up.
    mutating func close(_ error: AerospikeError) -> Reply {
        switch self.state {
        case .closed: return .none
        case .idle:
            self.state = .closed(error, ready: [], isUnanswered: true)
            return .none
        case .exchanging(let exchange):
            self.state = .closed(error, ready: exchange.ready, isUnanswered: !exchange.hasReceived)
            guard let waiter = exchange.waiter else { return .none }
            return .failure(waiter, ExchangeFailure(error: error, isUnanswered: !exchange.hasReceived))
        }
    }
}
