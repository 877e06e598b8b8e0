import AerospikeClient
import BackupEngine
import BackupStorage
import CommandLineInterface
import Logging

/// The command `asbackup`.
package enum BackupCommand {
    /// Runs the command.
    ///
    /// - Parameter words: The words behind the tool's name.
    package static func run(_ words: [String]) async -> ExitCode {
        Allocator.reusesMemory()
        let parser = BackupOptions.parser
        if CommandLineHelp.answer(words, parser, name: "Aerospike Backup", help: BackupOptions.manual.help) {
            return .success
        }
        do throws(OptionError) {
            let read = try CommandLineHelp.options(words, parser, BackupOptions.schema, BackupOptions.manual)
            guard let options = read else { return .success }
            let logger = StandardErrorLog.logger(isVerbose: options.has("verbose"))
            do throws(OptionError) {
                try ConnectionOptions.refuseLater(options, of: parser)
                let plan = try BackupPlan(options: options)
                if options.has("remove-artifacts") { return Self.removeArtifacts(plan, logger: logger) }
                var configuration = try ConnectionOptions.configuration(options)
                configuration.seeds = try NodeListText.seeds(options, otherwise: configuration.seeds)
                configuration.maximumRetries = plan.maximumRetries
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
        let recovery = BackupRecovery(plan: plan, statistics: statistics, logger: logger)
        do {
            try plan.checkStateFile()
            let continued = try ContinuedBackup.load(for: plan)
            try await Interruption.guarding("### Backup interrupted ###", logger: logger) {
                try await Cluster.withCluster(configuration, logger: logger) { cluster in
                    try await Self.run(plan, continued, cluster: cluster, report: report, recovery: recovery)
                }
            }
            report.printJSON(nil)
            return .success
        } catch {
            // A signal that came when everything was done interrupted nothing.
            guard !recovery.hasSucceeded else {
                report.printJSON(nil)
                return .success
            }
            if !recovery.isExplained { CommandLineHelp.report(error, logger: logger) }
            report.printJSON(error)
            return .failure
        }
    }

    /// Removes the backup that the plan would write over (`Spec/semantics.md` §A1).
    private static func removeArtifacts(_ plan: BackupPlan, logger: Logger) -> ExitCode {
        do throws(StorageError) {
            switch plan.destination {
            case .directory(let path, _):
                logger.info("Deleting backup directory \(path)")
                if let reason = try BackupArtifacts.remove(directory: path) { logger.warning("\(reason)") }
            case .file(let path):
                logger.info("Deleting output file \(path)")
                try BackupArtifacts.remove(file: path)
            case .standardOutput, .nowhere:
                throw StorageError(
                    .invalid,
                    "Standard output cannot be deleted; --remove-artifacts wants -d or -o with a file"
                )
            }
            return .success
        } catch {
            logger.error("\(error)")
            return .failure
        }
    }

    /// Counts and backs up; once the records are counted the summary is printed however it ends.
    private static func run(
        _ plan: BackupPlan,
        _ continued: ContinuedBackup?,
        cluster: Cluster,
        report: BackupReport,
        recovery: BackupRecovery
    ) async throws {
        let clock = StageClock()
        let run = BackupRun(
            plan: plan,
            cluster: cluster,
            statistics: report.statistics,
            logger: report.logger,
            recovery: recovery,
            continued: continued,
            clock: clock
        )
        try await run.count()
        let report = try await report.opened(for: plan, files: run.workers)
        let ticker = ProgressTicker()
        let summary = {
            recovery.explain()
            StageReport.print(clock, logger: report.logger)
            report.summary()
        }
        try await CommandLineHelp.reporting(report.logger, summary: summary) {
            try await ticker.withTicks(of: report) {
                guard let samples = plan.estimateSamples else { return try await run.run() }
                let estimate = EstimateRun(
                    plan: plan,
                    samples: samples,
                    cluster: cluster,
                    statistics: report.statistics,
                    logger: report.logger,
                    clock: clock
                )
                let found = try await estimate.run()
                report.machine?.write([MachineLine.estimate(records: found.records, recordSize: found.recordSize)])
            }
        }
    }

    /// The first line of the original (`Spec/cli.md` §5). Without a filter by time it has the first moment of 1970.
    static func startLine(
        _ plan: BackupPlan,
        _ configuration: ClusterConfiguration,
        times: MomentText = MomentText()
    ) -> String {
        let path =
            switch plan.destination {
            case .directory(let path, _): path
            case .file(let path): path
            case .standardOutput: "[stdout]"
            case .nowhere: "[none]"
            }
        let set = plan.sets.isEmpty ? "[all]" : "[\(plan.sets.joined(separator: ","))]"
        let bins = plan.withoutBins || plan.bins.isEmpty ? "[all]" : plan.bins.joined(separator: ",")
        return """
            Starting backup of \(configuration.seeds.map(\.host).joined(separator: ",")) \
            (namespace: \(plan.namespace), set: \(set), bins: \(bins), \
            after: \(times.text(of: plan.records.modifiedAfter)), \
            before: \(times.text(of: plan.records.modifiedBefore)), \
            no ttl only: \(plan.records.onlyNeverExpiring), limit: \(plan.maximumRecords)) to \(path)
            """
    }
}
