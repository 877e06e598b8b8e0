import CommandLineInterface
import Glibc
package import Logging

/// Prints log lines on standard error in the form of the original tools (`Spec/cli.md` §1):
/// `2026-01-31 12:00:00 GMT [INF] [12345] message`.
package struct StandardErrorLog: LogHandler {
    /// Not printed; the form has no place for it.
    package var metadata: Logger.Metadata = [:]
    /// The lowest level that is printed.
    package var logLevel: Logger.Level

    /// Creates a handler; verbose ones print debug lines too.
    package init(isVerbose: Bool) { self.logLevel = isVerbose ? .debug : .info }

    /// A logger of the tools.
    package static func logger(isVerbose: Bool) -> Logger {
        Logger(label: "aerospike-backup") { _ in StandardErrorLog(isVerbose: isVerbose) }
    }

    /// Not printed; the form has no place for it.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    /// Prints one line with a single system call, so that lines of several threads do not mix. Names and answers of files and
    /// servers in it steer no terminal, and begin no line.
    package func log(event: LogEvent) {
        let thread = Int(pthread_self() % 100_000)
        let head = "\(Self.timestamp(time(nil))) [\(Self.tag(event.level))] [\(Self.padded(thread, to: 5))] "
        StandardError.write(head + PrintableText.line("\(event.message)") + "\n")
    }

    private static func tag(_ level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "VER"
        case .info, .notice: "INF"
        case .warning, .error, .critical: "ERR"
        }
    }

    /// Writes a time as the original does, in UTC under the name GMT.
    package static func timestamp(_ seconds: Int) -> String {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = "\(parts.tm_year + 1900)-\(Self.two(parts.tm_mon + 1))-\(Self.two(parts.tm_mday))"
        return "\(date) \(Self.two(parts.tm_hour)):\(Self.two(parts.tm_min)):\(Self.two(parts.tm_sec)) GMT"
    }

    private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func padded(_ number: Int, to width: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
