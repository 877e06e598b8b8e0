import CommandLineInterface
import Dispatch
import Glibc

/// Waits for SIGTERM or SIGINT, which from its creation on no longer end the process by themselves.
struct TerminationSignals {
    private let arrivals: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    /// Begins to wait.
    static func begin() async -> TerminationSignals {
        let signals = TerminationSignals()
        for source in signals.sources { await source.beginListening() }
        return signals
    }

    private init() {
        let (arrivals, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.arrivals = arrivals
        self.sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            return source
        }
    }

    /// Returns when a signal has come.
    func wait() async {
        for await _ in self.arrivals { return }
    }
}
