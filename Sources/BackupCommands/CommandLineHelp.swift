import AerospikeClient
import BackupEngine
import CommandLineInterface
import Logging

/// What both tools do with help, versions and errors.
enum CommandLineHelp {
    /// Answers `--help` and `--version`, which win over everything else on the line (`Spec/cli.md` §1).
    ///
    /// - Returns: Whether there was one.
    static func answer(_ words: [String], _ parser: OptionParser, name: String, help: @autoclosure () -> String) -> Bool
    {
        switch parser.first(of: ["help", "version"], in: words) {
        case "help": StandardError.writeToOutput(help())
        case "version": StandardError.writeToOutput(ToolVersion.text(of: name))
        default: return false
        }
        return true
    }

    /// Reads command line and configuration files, and answers the options that only ask for a text.
    ///
    /// - Returns: The options in force; `nil` if a text was asked for and printed.
    /// - Throws: `OptionError` if they cannot be understood.
    static func options(
        _ words: [String],
        _ parser: OptionParser,
        _ schema: ConfigurationSchema,
        _ manual: ToolManual
    ) throws(OptionError) -> ParsedOptions? {
        let commandLine = try parser.parse(words)
        if let text = try GeneratedText.text(commandLine, manual) {
            StandardError.writeToOutput(text)
            return nil
        }
        let configuration = try Configuration(commandLine, schema: schema)
        let logger = StandardErrorLog.logger(isVerbose: configuration.options.has("verbose"))
        for detail in configuration.details { logger.debug("\(detail)") }
        for notice in configuration.notices { logger.warning("\(notice)") }
        guard !commandLine.has("print-config") else {
            let text = ConfigurationText.text(configuration.options, schema: schema, tool: parser.tool)
            StandardError.writeToOutput(text)
            return nil
        }
        return configuration.options
    }

    /// Prints why options cannot be carried out, with the places of those that stand in configuration files.
    static func refuse(_ error: OptionError, _ options: ParsedOptions, tool: String, logger: Logger) -> ExitCode {
        let error = error.naming(options)
        // Standard output belongs to the backup if that goes there.
        if options.has("json"), options.last("output-file") != "-" {
            let head = JSONSummary.head(tool: tool, error: error.message)
            StandardError.writeToOutput(JSONValue.object(head).text + "\n")
        }
        return Self.report(error, logger: logger)
    }

    /// Prints an error of the command line.
    static func report(_ error: OptionError, logger: Logger) -> ExitCode {
        switch error.kind {
        case .syntax:
            StandardError.write(PrintableText.line(error.message) + "\n")
            StandardError.write("Run with --help for usage information and flag options\n")
        case .value: logger.error("\(error.message)")
        }
        return .failure
    }

    /// Says that a run failed and that its error was printed already, in front of the summary.
    struct AlreadyReported: Error {
        /// The error.
        var cause: any Error
    }

    /// Runs `body`; its error is printed before `summary` prints the last lines, as in the original.
    ///
    /// - Throws: `AlreadyReported` instead of the error of `body`.
    static func reporting(_ logger: Logger, summary: () -> Void, _ body: () async throws -> Void) async throws {
        defer { summary() }
        do {
            try await body()
        } catch {
            Self.report(error, logger: logger)
            throw AlreadyReported(cause: error)
        }
    }

    /// What an error says, whether it was printed already or not.
    static func message(_ error: any Error) -> String {
        if let reported = error as? AlreadyReported { return Self.message(reported.cause) }
        return "\(error)"
    }

    /// Prints the error that ended a run.
    static func report(_ error: any Error, logger: Logger) {
        if error is AlreadyReported || error is CancellationError { return }
        // A signal came while the cluster was asked: no node is at fault, and how it ends is told elsewhere.
        if let error = error as? AerospikeError, error.code == .cancelled { return }
        logger.error("\(error)")
    }
}
