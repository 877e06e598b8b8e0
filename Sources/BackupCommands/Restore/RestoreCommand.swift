import AerospikeClient
import BackupEngine
import CommandLineInterface
import Logging

/// The command `asrestore`.
package enum RestoreCommand {
    /// Runs the command.
    ///
    /// - Parameter words: The words behind the tool's name.
    package static func run(_ words: [String]) async -> ExitCode {
        Allocator.reusesMemory()
        let parser = RestoreOptions.parser
        if CommandLineHelp.answer(words, parser, name: "Aerospike Restore", help: RestoreOptions.manual.help) {
            return .success
        }
        do throws(OptionError) {
            let read = try CommandLineHelp.options(words, parser, RestoreOptions.schema, RestoreOptions.manual)
            guard let options = read else { return .success }
            let logger = StandardErrorLog.logger(isVerbose: options.has("verbose"))
            do throws(OptionError) {
                try ConnectionOptions.refuseLater(options, of: parser)
                let plan = try RestorePlan(options: options)
                var configuration = try ConnectionOptions.configuration(options)
                configuration.connectTimeout = TimeLimit(plan.timeout).duration
                configuration.infoTimeout = TimeLimit(plan.timeout).duration
                configuration.maximumRetries = plan.retries.maximumRetries
                let reports = try ReportOptions(options)
                return await Self.run(plan, configuration: configuration, reports: reports, logger: logger)
            } catch {
                return CommandLineHelp.refuse(error, options, tool: parser.tool, logger: logger)
            }
        } catch {
            return CommandLineHelp.report(error, logger: StandardErrorLog.logger(isVerbose: false))
        }
    }

    private static func run(
        _ plan: RestorePlan,
        configuration: ClusterConfiguration,
        reports: ReportOptions,
        logger: Logger
    ) async -> ExitCode {
        let report = RestoreReport(statistics: RestoreStatistics(), logger: logger, options: reports)
        let stop = StopSignal()
        let clock = StageClock()
        let end = RestoreEnd()
        logger.info("\(Self.startLine(plan, configuration))")
        do {
            try plan.checkPlaces()
            try await Interruption.guarding("### Restore interrupted ###", logger: logger, stop: stop) {
                let run = RestoreRun(
                    plan: plan,
                    statistics: report.statistics,
                    logger: logger,
                    clock: clock,
                    stop: stop,
                    end: end
                )
                guard !plan.validatesOnly else {
                    var result: ValidationResult?
                    try await Self.reporting(report, clock) { result = try await run.validate() }
                    ContentsReport(logger: logger).print(result)
                    try result?.check()
                    return
                }
                try await Cluster.withCluster(configuration, logger: logger) { cluster in
                    try await Self.reporting(report, clock) { try await run.run(cluster: cluster) }
                }
            }
            report.printJSON(nil)
            return .success
        } catch {
            let failure = Self.failure(error, end)
            if let failure { CommandLineHelp.report(failure, logger: logger) }
            report.printJSON(failure)
            return failure == nil ? .success : .failure
        }
    }

    /// What a restore failed with in the end; `nil` if it did not. A signal that came when everything was done interrupted nothing.
    static func failure(_ error: any Error, _ end: RestoreEnd) -> (any Error)? {
        switch end.result {
        case .success: nil
        // It was printed in front of the summary.
        case .failure(let refused): CommandLineHelp.AlreadyReported(cause: refused)
        case nil: error
        }
    }

    /// Runs `body` with progress lines; the last of them is printed however it ends.
    private static func reporting(
        _ report: RestoreReport,
        _ clock: StageClock,
        _ body: () async throws -> Void
    ) async throws {
        let report = try await report.opened()
        let ticker = ProgressTicker()
        let summary = {
            StageReport.print(clock, logger: report.logger)
            report.summary(elapsed: ticker.elapsed)
        }
        try await CommandLineHelp.reporting(report.logger, summary: summary) {
            try await ticker.withTicks(of: report, body)
        }
    }

    /// The first line of the original (`Spec/cli.md` §5).
    static func startLine(_ plan: RestorePlan, _ configuration: ClusterConfiguration) -> String {
        let path =
            switch plan.source {
            case .directory(let path): path
            case .directories(let paths): paths.joined(separator: ",")
            case .file(let path): path
            case .standardInput(let name, _): name == "-" ? "[stdin]" : name
            }
        guard !plan.validatesOnly else { return "Starting validation of \(path)" }
        let bins = plan.bins.isEmpty ? "[all]" : plan.bins.joined(separator: ",")
        let sets = plan.sets.isEmpty ? "[all]" : plan.sets.joined(separator: ",")
        let hosts = configuration.seeds.map(\.host).joined(separator: ",")
        return "Starting restore to \(hosts) (bins: \(bins), sets: \(sets)) from \(path)"
    }
}
