import NIOCore
import NIOPosix
import Synchronization

/// The lookup of a host's name for one attempt to connect.
final class NameResolver: Resolver, Sendable {
    private let lookups: NameLookups
    private let eventLoop: any EventLoop
    private let addresses: EventLoopPromise<[SocketAddress]>
    private let newAddresses: EventLoopPromise<[SocketAddress]>
    /// The wait, once it has begun.
    private let wait = Mutex<(name: String, number: UInt64)?>(nil)

    /// - Parameter eventLoop: That of the attempt, which must begin: it asks for addresses of either kind.
    init(_ lookups: NameLookups, eventLoop: any EventLoop) {
        self.lookups = lookups
        self.eventLoop = eventLoop
        self.addresses = eventLoop.makePromise()
        self.newAddresses = eventLoop.makePromise()
    }

    /// Looks for all addresses, for the system knows both kinds at once. NIO asks for these first.
    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        let number = self.lookups.wait(for: host) { outcome in
            // Both in one turn of the event loop, so that IPv6 is preferred.
            self.eventLoop.execute { self.end(outcome, port: port) }
        }
        self.wait.withLock { $0 = (host, number) }
        return self.newAddresses.futureResult
    }

    func initiateAQuery(host _: String, port _: Int) -> EventLoopFuture<[SocketAddress]> { self.addresses.futureResult }

    func cancelQueries() {
        guard let wait = self.wait.withLock({ $0 }) else { return }
        self.lookups.cancel(wait.number, of: wait.name)
    }

    private func end(_ outcome: NameLookups.Outcome, port: Int) {
        switch outcome {
        case .success(var addresses):
            for place in addresses.indices { addresses[place].port = port }
            self.newAddresses.succeed(addresses.filter { $0.protocol == .inet6 })
            self.addresses.succeed(addresses.filter { $0.protocol == .inet })
        case .failure(let error):
            self.newAddresses.fail(error)
            self.addresses.fail(error)
        }
    }
}
