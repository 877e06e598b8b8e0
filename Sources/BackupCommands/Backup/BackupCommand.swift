import AerospikeClient
import BackupEngine
import Logging

/// The command `asbackup`.
package enum BackupCommand {
    /// Runs the command.
    ///
    /// - Parameter words: The words behind the tool's name.
    package static func run(_ words: [String]) async -> ExitCode {
        if CommandLineHelp.answer(words, name: "Aerospike Backup", help: BackupOptions.manual.help) { return .success }
        do throws(OptionError) {
            let parser = BackupOptions.parser
            let read = try CommandLineHelp.options(words, parser, BackupOptions.schema, BackupOptions.manual)
            guard let options = read else { return .success }
            let logger = StandardErrorLog.logger(isVerbose: options.has("verbose"))
            do throws(OptionError) {
                try ConnectionOptions.refuseLater(options, of: parser)
                let plan = try BackupPlan(options: options)
                let configuration = try ConnectionOptions.configuration(options)
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
        _ plan: BackupPlan,
        configuration: ClusterConfiguration,
        reports: ReportOptions,
        logger: Logger
    ) async -> ExitCode {
        let statistics = BackupStatistics()
        let report = BackupReport(statistics: statistics, logger: logger, options: reports)
        logger.info("\(Self.startLine(plan, configuration))")
        do {
            try await Interruption.guarding("### Backup interrupted ###", logger: logger) {
                try await Cluster.withCluster(configuration, logger: logger) { cluster in
                    try await Self.run(plan, cluster: cluster, report: report)
                }
            }
            report.printJSON(nil)
            return .success
        } catch {
            CommandLineHelp.report(error, logger: logger)
            report.printJSON(error)
            return .failure
        }
    }

    /// Counts and backs up; once the records are counted the summary is printed however it ends.
    private static func run(_ plan: BackupPlan, cluster: Cluster, report: BackupReport) async throws {
        let clock = StageClock()
        let run = BackupRun(
            plan: plan,
            cluster: cluster,
            statistics: report.statistics,
            logger: report.logger,
            clock: clock
        )
        try await run.count()
        let report = try report.opened(for: plan, files: run.workers)
        let ticker = ProgressTicker()
        let summary = {
            StageReport.print(clock, logger: report.logger)
            report.summary()
        }
        try await CommandLineHelp.reporting(report.logger, summary: summary) {
            try await ticker.withTicks(of: report) { try await run.run() }
        }
    }

    /// The first line of the original, whose time filters are those of no filter (`Spec/cli.md` §5).
    static func startLine(_ plan: BackupPlan, _ configuration: ClusterConfiguration) -> String {
        let path =
            switch plan.destination {
            case .directory(let path, _): path
            case .file(let path): path
            case .standardOutput: "[stdout]"
            }
        let set = plan.sets.isEmpty ? "[all]" : "[\(plan.sets.joined(separator: ","))]"
        let bins = plan.withoutBins || plan.bins.isEmpty ? "[all]" : plan.bins.joined(separator: ",")
        let time = "1970-01-01 00:00:00 UTC"
        return """
            Starting backup of \(configuration.seeds.map(\.host).joined(separator: ",")) \
            (namespace: \(plan.namespace), set: \(set), bins: \(bins), after: \(time), before: \(time), \
            no ttl only: false, limit: \(plan.maximumRecords)) to \(path)
            """
    }
}
