import Synchronization

/// How a restore came to its end. A signal behind that interrupts nothing: there is no journal any longer, nor need of one.
package final class RestoreEnd: Sendable {
    private let outcome = Mutex<Result<Void, JobError>?>(nil)

    /// Prepares for a restore's end.
    package init() {}

    /// What came of a restore of which everything is done; a failure only says that the servers refused records. `nil` as long as
    /// something is left to be done.
    package var result: Result<Void, JobError>? { self.outcome.withLock { $0 } }

    /// Notes that everything is done.
    package func reach(_ result: Result<Void, JobError>) { self.outcome.withLock { $0 = result } }
}
