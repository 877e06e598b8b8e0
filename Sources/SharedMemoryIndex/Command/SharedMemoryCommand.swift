import CommandLineInterface
import Glibc

/// The command `asmt` (`Spec/asmt.md`).
public enum SharedMemoryCommand {
    /// Runs the command.
    ///
    /// - Parameter words: The command line, with the tool's name in front.
    /// - Returns: How the tool ends.
    public static func run(_ words: [String]) -> ExitStatus {
        do throws(OptionError) {
            let parsed = try SharedMemoryOptions.parser.parse(Array(words.dropFirst()))
            if parsed.has("help") {
                StandardError.writeToOutput(SharedMemoryOptions.manual.help)
                return .success
            }
            if parsed.has("version") {
                StandardError.writeToOutput("Aerospike Shared Memory Tool\nVersion \(ToolVersion.number)\n")
                return .success
            }
            if let text = try GeneratedText.text(parsed, SharedMemoryOptions.manual) {
                StandardError.writeToOutput(text)
                return .success
            }
            return Self.run(try SharedMemoryOptions(parsed), words)
        } catch {
            StandardError.write(error.kind == .syntax ? "\(error.message)\n" : "asmt: \(error.message)\n")
            StandardError.write("Run with --help for usage information and flag options\n")
            return .failure
        }
    }

    private static func run(_ options: SharedMemoryOptions, _ words: [String]) -> ExitStatus {
        Interruption.listen()
        OpenFileLimit.raise()
        let report = SharedMemoryReport(options)
        Self.sayWhatIsDone(options, words, report)
        let session = SharedMemorySession(options: options, report: report)
        let status: ExitStatus = session.run() ? .success : .failure
        report.end(status)
        return status
    }

    /// Prints the first lines of the original.
    private static func sayWhatIsDone(_ options: SharedMemoryOptions, _ words: [String], _ report: SharedMemoryReport) {
        let tool = (words.first ?? "asmt").split(separator: "/").last ?? "asmt"
        report.say("Aerospike Shared Memory Tool, Version \(ToolVersion.number)")
        report.say()
        report.say(([String(tool)] + words.dropFirst()).joined(separator: " "))
        report.say()
        let with: String =
            switch (options.operation == .backup && options.isCompressed, options.comparesChecksums) {
            case (false, false): ""
            case (false, true): " with crc32 checking"
            case (true, false): " with compression"
            case (true, true): " with compression and crc32 checking"
            }
        switch (options.operation, options.isAnalysis) {
        case (.backup, true): report.say("Performing analyze operation with backup option.")
        case (.restore, true): report.say("Performing analyze operation with restore option.")
        case (.backup, false): report.say("Performing backup operation\(with).")
        case (.restore, false): report.say("Performing restore operation\(with).")
        case (.verify, _): report.say("Performing verify operation.")
        case (.list, _): return
        }
        if options.operation == .restore, options.isCompressed {
            report.say("Unnecessary to specify compress ('-z') with restore ('-r').")
        }
        report.say()
    }
}

/// How many files this process may have open.
enum OpenFileLimit {
    /// Raises the limit as far as it goes: every segment has a file.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
