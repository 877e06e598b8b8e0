import CommandLineInterface
import Synchronization

/// What a run says: lines of the original on standard output with `-v`, errors always, or all of it as JSON at the end.
final class SharedMemoryReport: Sendable {
    private let options: SharedMemoryOptions
    private let results = Mutex<[JSONValue]>([])
    private let errors = Mutex<[String]>([])

    /// Creates a report.
    init(_ options: SharedMemoryOptions) { self.options = options }

    /// Prints a line with `-v`.
    func say(_ line: String = "") {
        guard self.options.isVerbose, !self.options.isJSON else { return }
        StandardError.writeToOutput(line + "\n")
    }

    /// Prints lines of a table that was asked for.
    func show(_ lines: [String]) {
        guard !self.options.isJSON else { return }
        StandardError.writeToOutput(lines.joined(separator: "\n") + "\n")
    }

    /// Prints something that a user must know although all is well.
    func notice(_ line: String) { StandardError.write("asmt: \(PrintableText.line(line))\n") }

    /// Prints an error.
    func fail(_ error: SharedMemoryError) {
        self.errors.withLock { $0 += error.messages }
        for message in error.messages { StandardError.write("asmt: \(PrintableText.line(message))\n") }
    }

    /// Keeps what became of a namespace for the JSON object.
    func add(_ namespace: String?, table: SegmentTable?, result: String) {
        let errors = self.errors.withLock { errors in
            defer { errors = [] }
            return errors
        }
        self.results.withLock {
            $0.append(
                .object([
                    JSONValue.Member("namespace", namespace.map { .text($0) } ?? .null),
                    JSONValue.Member("result", .text(result)),
                    JSONValue.Member("errors", .list(errors.map { .text($0) })),
                    JSONValue.Member("segments", table?.json ?? .list([])),
                ])
            )
        }
    }

    /// Prints the JSON object if it was asked for.
    func end(_ code: ExitStatus) {
        guard self.options.isJSON else { return }
        let operation =
            switch self.options.operation {
            case .backup: "backup"
            case .restore: "restore"
            case .verify: "verify"
            case .list: "list"
            }
        let object = JSONValue.object([
            JSONValue.Member("tool", .text("asmt")),
            JSONValue.Member("version", .text(ToolVersion.number)),
            JSONValue.Member("operation", .text(operation)),
            JSONValue.Member("analysis", .truth(self.options.isAnalysis)),
            JSONValue.Member("results", .list(self.results.withLock { $0 })),
            JSONValue.Member("exit", .integer(Int(code.rawValue))),
        ])
        StandardError.writeToOutput(object.text + "\n")
    }
}

/// How the tool ends.
public enum ExitStatus: Int32, Sendable {
    /// All that was asked for was done.
    case success = 0
    /// Something was not done, and a line on standard error says what.
    case failure = 1
}
