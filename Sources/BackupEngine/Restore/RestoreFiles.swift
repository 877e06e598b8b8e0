import BackupStorage
import Logging
import NIOCore

/// Restores all files of a backup: one file, standard input, or directories with several files at once.
struct RestoreFiles: Sendable {
    let context: RestoreContext
    let logger: Logger

    private var isChecking: Bool { self.context.plan.validatesOnly }

    /// Restores the given files of the plan's source.
    ///
    /// - Throws: The first error.
    func run(_ files: [SourceFile]) async throws {
        try await self.context.run {
            switch self.context.plan.source {
            case .standardInput(let name, let size):
                try await self.runSingle(InputFile.standardInput(name: name, size: size))
            case .file(let path):
                try await InputFile.withFile(path: path) { file in
                    try await self.runSingle(file, size: files.first?.size)
                }
            case .directory, .directories:
                try await self.runSeveral(files)
            }
        }
        self.logger.info("Finished \(self.isChecking ? "validating" : "restoring") backup file(s)")
    }

    private func runSingle(_ file: InputFile, size: UInt64? = nil) async throws {
        self.context.statistics.expect(bytes: file.size)
        self.logger.info("\(self.isChecking ? "Validating" : "Restoring") \(file.path)")
        self.logger.info("Opened backup file \(file.path)")
        if !self.isChecking { self.logger.info("Restoring records") }
        self.logger.debug("\(RestoreMemory(files: 1))")
        try await FileRestorer(file: file, context: self.context, size: size).run()
    }

    private func runSeveral(_ files: [SourceFile]) async throws {
        self.context.statistics.expect(bytes: SourceFile.totalSize(of: files))
        self.logger.info("\(self.isChecking ? "Validating backup files" : "Restoring records")")
        self.logger.debug("\(RestoreMemory(files: min(files.count, self.filesAtOnce)))")
        let failures = await self.runAll(files)
        // One whose failure stopped the others is known to the context, and comes before them.
        if let first = failures.first { throw first }
        if self.context.stop.isRequested {
            throw JobError(.interrupted, "Interrupted by a signal; the restore is not complete")
        }
    }

    /// All workers parse each file, so that more files at once than cores make nothing faster, and each takes memory. Two
    /// keep the cores busy while one of them is opened.
    private var filesAtOnce: Int { self.context.plan.parallel ?? min(20, max(2, System.coreCount)) }

    private func runAll(_ files: [SourceFile]) async -> [any Error] {
        await withTaskGroup(of: (any Error)?.self) { group in
            var failures: [any Error] = []
            for (number, file) in files.enumerated() {
                if number >= self.filesAtOnce, let failure = await group.next() ?? nil {
                    failures.append(failure)
                }
                guard !self.context.stop.isRequested else { break }
                group.addTask { await self.stoppingAll { try await self.runFile(file, number: number) } }
            }
            for await failure in group { if let failure { failures.append(failure) } }
            return failures
        }
    }

    private func runFile(_ source: SourceFile, number: Int) async throws {
        let path = source.path
        self.logger.info("\(self.isChecking ? "validating" : "restoring") \(path)")
        // Somebody who names a pipe waits for it; one that lies in a directory would be waited for in vain.
        try await InputFile.withFile(path: path, isRegular: true) { file in
            self.logger.info("Opened backup file \(path)")
            try await FileRestorer(file: file, context: self.context, number: number, size: source.size).run()
        }
    }

    /// Runs the work on one file; if it fails the others stop reading, and finish what they have in flight if that is done
    /// in time.
    private func stoppingAll(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            if (error as? JobError)?.code == .interrupted {
                self.context.stop.request()
            } else {
                await self.context.settle(before: error)
            }
            return error
        }
    }
}
