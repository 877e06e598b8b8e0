import Dispatch
import NIOCore
import Synchronization

/// Looks up the addresses of hosts, each name on a thread of its own, so that one whose name servers are silent keeps no other
/// waiting. NIO looks them up one after the other, and goes on with those that nobody waits for any longer.
final class NameLookups: Sendable {
    /// The addresses without ports, or why there are none.
    typealias Outcome = Result<[SocketAddress], AerospikeError>

    /// The lookups of the process: no more threads than these for names, however many nodes list.
    static let shared = NameLookups(limit: 64, HostAddresses.lookUp)

    private let queue: Mutex<NameQueue<@Sendable (Outcome) -> Void>>
    private let numbers = Atomic<UInt64>(0)
    private let lookUp: @Sendable (String) -> Outcome

    /// - Parameters:
    ///   - limit: The most names looked up at the same time.
    ///   - lookUp: Looks a name up, and blocks its thread meanwhile.
    init(limit: Int, _ lookUp: @escaping @Sendable (String) -> Outcome) {
        self.queue = Mutex(NameQueue(limit: limit))
        self.lookUp = lookUp
    }

    /// Looks a name up, or waits with others for its lookup.
    ///
    /// - Returns: The number with which the wait can be cancelled.
    func wait(for name: String, _ waiter: @escaping @Sendable (Outcome) -> Void) -> UInt64 {
        let number = self.numbers.add(1, ordering: .relaxed).newValue
        if self.queue.withLock({ $0.wait(for: name, number: number, waiter) }) { self.start(name) }
        return number
    }

    /// Ends a wait, if it is not over.
    func cancel(_ number: UInt64, of name: String) {
        let waiter = self.queue.withLock { $0.removeWaiter(number: number, of: name) }
        waiter?(.failure(AerospikeError(.cancelled, "cancelled", isUnsent: true)))
    }

    private func start(_ name: String) {
        // A serial queue of its own has a thread of its own. Concurrent queues share as many threads as there are cores.
        DispatchQueue(label: "lookup of a name").async {
            let outcome = self.lookUp(name)
            let (waiters, next) = self.queue.withLock { $0.end(name) }
            if let next { self.start(next) }
            for waiter in waiters { waiter(outcome) }
        }
    }
}
