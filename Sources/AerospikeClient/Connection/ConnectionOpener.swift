import NIOCore
import NIOPosix

/// Opens connections.
struct ConnectionOpener: Sendable {
    /// How long opening may take.
    var timeout: Duration
    /// The most bytes of a message that is not about records.
    var mostText = MessageAssembler.longestText
    /// Where names are looked up.
    var lookups = NameLookups.shared

    /// Opens a connection that is ready for requests.
    ///
    /// - Parameters:
    ///   - address: Where to.
    ///   - name: The node's name in errors.
    /// - Throws: `AerospikeError` with code `connectFailed`, `timeout` or `cancelled`.
    func open(_ address: NodeAddress, name: String) async throws(AerospikeError) -> Connection {
        let attempt = ConnectionAttempt()
        let result: Result<Connection, any Error> = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                guard attempt.wait(waiter) else { return }
                self.connect(to: address) { Self.initialize($0, name: name, mostText: self.mostText, attempt) }
                    .whenComplete { attempt.ended($0) }
            }
        } onCancel: {
            attempt.cancel()
        }
        switch result {
        case .success(let connection):
            // Login goes here: a security exchange on the fresh connection, before anybody else gets it.
            return connection
        case .failure(let error):
            if attempt.isCancelled { throw AerospikeError(.cancelled, "cancelled", node: name, isUnsent: true) }
            let message = "could not connect: \(ConnectFailure.reason(of: error))"
            throw AerospikeError(.connectFailed, message, node: name)
        }
    }

    /// Connects to an address, or to those of a name.
    private func connect(
        to address: NodeAddress,
        _ initialize: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        guard UInt16(exactly: address.port) != nil else {
            let error = AerospikeError(.connectFailed, "\(address.port) is no port")
            return eventLoop.makeFailedFuture(error)
        }
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(self.timeout))
            .channelOption(.autoRead, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelInitializer(initialize)
        if let numeric = try? SocketAddress(ipAddress: address.host, port: address.port) {
            return bootstrap.connect(to: numeric)
        }
        return bootstrap.resolver(NameResolver(self.lookups, eventLoop: eventLoop))
            .connect(host: address.host, port: address.port)
    }

    private static func initialize(
        _ channel: any Channel,
        name: String,
        mostText: Int,
        _ attempt: ConnectionAttempt
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let liveness = ConnectionLiveness()
            let handler = ConnectionChannelHandler(name: name, liveness: liveness, mostText: mostText)
            // TLS goes here: its handler stands before ours, so that ours sees clear bytes only, and the memory of ours is not
            // what the socket is read into.
            try channel.syncOptions?.setOption(.recvAllocator, value: handler.memory)
            try channel.pipeline.syncOperations.addHandler(handler)
            let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
            attempt.began(channel, Connection(name: name, channel: channel, handler: bound, liveness: liveness))
        }
    }
}
