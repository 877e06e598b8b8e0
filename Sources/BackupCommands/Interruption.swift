import BackupEngine
import CommandLineInterface
import Dispatch
import Glibc
import Logging

/// Turns SIGINT and SIGTERM into cancellation, so that files are closed and nothing is cut in mid-write.
enum Interruption {
    /// Runs `body`. The first signal asks it to stop, if it listens to that; any other one cancels it and everything it
    /// waits for.
    ///
    /// - Parameters:
    ///   - notice: Printed at each signal.
    ///   - logger: Prints it.
    ///   - stop: What the body listens to; `nil` if it is to be cancelled at once, as it is
    ///     before it listens.
    ///   - body: What may be interrupted.
    /// - Throws: `JobError` with code `interrupted` after a signal; what `body` throws.
    static func guarding(
        _ notice: String,
        logger: Logger,
        stop: StopSignal? = nil,
        _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        // A closed pipe is an error of write(2) and not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that grows beyond the limit of the process.
        signal(SIGXFSZ, SIG_IGN)
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // Whoever waits for a reader of standard error keeps the run from its end, and so from its state.
                StandardError.hurry()
                logger.error("\(notice)")
                continuation.yield()
            }
            return source
        }
        defer { for source in sources { source.cancel() } }
        for source in sources { await source.beginListening() }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in signals {
                    guard let stop, stop.isHeeded, !stop.isRequested else { return false }
                    stop.request()
                }
                return true
            }
            group.addTask {
                try await body()
                return true
            }
            defer { group.cancelAll() }
            guard try await group.next() == true else {
                throw JobError(.interrupted, "Interrupted by a signal; the work is not complete")
            }
        }
    }
}
