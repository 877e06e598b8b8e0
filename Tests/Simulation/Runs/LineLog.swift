import Logging
import Synchronization

/// Keeps what a tool says.
final class LineLog: Sendable {
    private let kept = Mutex<[String]>([])

    /// The lines.
    var lines: [String] { self.kept.withLock { $0 } }

    /// Adds a line of our own.
    func note(_ line: String) { self.kept.withLock { $0.append(line) } }

    /// A logger that writes here.
    var logger: Logger {
        var logger = Logger(label: "simulation") { _ in Handler(log: self) }
        logger.logLevel = .debug
        return logger
    }

    private struct Handler: LogHandler {
        let log: LineLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) { self.log.note("\(event.level) \(event.message)") }
    }
}
