import BackupStorage
import Logging

/// Restores all files of a backup: one file, standard input, or a directory with several files at once.
struct RestoreFiles: Sendable {
    let context: RestoreContext
    let logger: Logger

    private var isChecking: Bool { self.context.plan.validatesOnly }

    /// Restores the files that the plan names.
    ///
    /// - Throws: The first error.
    func run() async throws {
        switch self.context.plan.source {
        case .standardInput(let name, let size):
            try await self.runSingle(InputFile.standardInput(name: name, size: size))
        case .file(let path):
            try await InputFile.withFile(path: path) { file in try await self.runSingle(file) }
        case .directory(let path):
            try await self.runDirectory(BackupDirectory(path: path))
        }
        self.logger.info("Finished \(self.isChecking ? "validating" : "restoring") backup file(s)")
    }

    private func runSingle(_ file: InputFile) async throws {
        self.context.statistics.expect(bytes: file.size)
        self.logger.info("\(self.isChecking ? "Validating" : "Restoring") \(file.path)")
        self.logger.info("Opened backup file \(file.path)")
        if !self.isChecking { self.logger.info("Restoring records") }
        self.logger.debug("\(RestoreMemory(files: 1))")
        try await FileRestorer(file: file, context: self.context).run()
    }

    private func runDirectory(_ directory: BackupDirectory) async throws {
        let names = try directory.backupFiles()
        self.logger.info("Found \(names.count) backup file(s) in \(directory.path)")
        guard !names.isEmpty else { throw StorageError(.notFound, "No backup files found in \(directory.path)") }
        self.context.statistics.expect(bytes: try directory.size(of: names))
        self.logger.info("\(self.isChecking ? "Validating backup files" : "Restoring records")")
        self.logger.debug("\(RestoreMemory(files: min(names.count, self.context.plan.parallel)))")
        let failures = await self.runAll(names, of: directory)
        // Files that were only told to stop come after the one whose failure stopped them.
        let first = failures.first { ($0 as? JobError)?.code != .interrupted } ?? failures.first
        if let first { throw first }
        if self.context.stop.isRequested {
            throw JobError(.interrupted, "Interrupted by a signal; the restore is not complete")
        }
    }

    private func runAll(_ names: [String], of directory: BackupDirectory) async -> [any Error] {
        await withTaskGroup(of: (any Error)?.self) { group in
            var failures: [any Error] = []
            for (number, name) in names.enumerated() {
                if number >= self.context.plan.parallel, let failure = await group.next() ?? nil {
                    failures.append(failure)
                }
                guard !self.context.stop.isRequested else { break }
                let path = directory.path(of: name)
                group.addTask { await self.stoppingAll { try await self.runFile(path) } }
            }
            for await failure in group { if let failure { failures.append(failure) } }
            return failures
        }
    }

    private func runFile(_ path: String) async throws {
        self.logger.info("\(self.isChecking ? "validating" : "restoring") \(path)")
        try await InputFile.withFile(path: path) { file in
            self.logger.info("Opened backup file \(path)")
            try await FileRestorer(file: file, context: self.context).run()
        }
    }

    /// Runs the work on one file; if it fails the others stop reading, and finish what they have in flight.
    private func stoppingAll(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            self.context.stop.request()
            return error
        }
    }
}
