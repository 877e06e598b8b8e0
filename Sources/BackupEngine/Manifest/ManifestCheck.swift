import BackupStorage
import Logging
import NIOCore

/// Checks files against the manifests beside them, before anything is restored (`Spec/manifest.md` §3).
///
/// Memory: 1 MiB for each core, and the manifests.
struct ManifestCheck: Sendable {
    let logger: Logger
    let stop: StopSignal
    /// Limits the bytes read a second; `nil` for no limit.
    var throttle: Throttle?

    /// The files that are read at once. Under a limit one is enough, and the threads that wait are few.
    private var width: Int { self.throttle == nil ? System.coreCount : 1 }

    /// Checks all files of a directory.
    ///
    /// - Throws: `StorageError`; `JobError` if anything is not as the manifests say: each finding is a line of the log.
    func run(_ directory: BackupDirectory) async throws -> CheckedManifests {
        let checked = try CheckedManifests.read(in: directory)
        guard !checked.manifests.isEmpty else {
            self.logger.info("\(directory.path) has no manifest: it cannot be proven that the backup is complete")
            return checked
        }
        let expected = checked.files.mapValues(\.stored)
        let found = try await self.read(directory.backupFiles(), of: directory)
        try self.report(ManifestComparison(expected: expected, found: found).findings(), checked)
        self.logger.info("All \(found.count) file(s) are as the manifest says")
        self.passOnWarnings(checked)
        return checked
    }

    /// Checks one file, if a manifest beside it names it.
    ///
    /// Whether other files are missing or damaged does not matter to those who want this one.
    ///
    /// - Throws: `StorageError`; `JobError` if the file is not as its manifest says.
    func run(file path: String) async throws -> CheckedManifests {
        let directory = BackupDirectory(holding: path)
        let name = BackupDirectory.name(of: path)
        // A directory that cannot be listed is no reason against a file that can be read.
        guard (try? directory.manifests()) != nil else { return CheckedManifests(directory: directory) }
        let checked = try CheckedManifests.read(in: directory)
        guard checked.files[ExactName(name)] != nil else {
            self.logger.info("No manifest names \(path): it cannot be proven that it is complete")
            return CheckedManifests(directory: directory)
        }
        let found = try await self.read([name], of: directory)
        // The others are taken to be right, so that a file that holds what another should is still told apart.
        let expected = checked.files.mapValues(\.stored)
        let all = expected.merging(found) { $1 }
        try self.report(ManifestComparison(expected: expected, found: all).findings(), checked)
        self.logger.info("\(path) is as the manifest says, one of \(checked.files.count) file(s) of the backup")
        self.passOnWarnings(checked)
        return checked
    }

    /// Says again what made the backup doubtful when it was made, and what it lacks.
    private func passOnWarnings(_ checked: CheckedManifests) {
        for text in checked.manifests.flatMap(\.leftOutIndexes) { self.logger.warning("\(text)") }
        for warning in checked.manifests.flatMap({ $0.cluster?.warnings ?? [] }) {
            self.logger.warning("The backup may lack records: \(warning)")
        }
    }

    private func report(_ findings: [ManifestFinding], _ checked: CheckedManifests) throws(JobError) {
        guard !findings.isEmpty else { return }
        for finding in findings { self.logger.error("\(finding.text(in: checked.directory))") }
        let names = checked.manifests.map { checked.directory.path(of: $0.name) }.joined(separator: ", ")
        throw JobError(.format, "The backup is not what \(names) says, so nothing was restored")
    }

    /// Reads files to their ends.
    private func read(_ names: [String], of directory: BackupDirectory) async throws -> [ExactName: StoredFile] {
        let stop = self.stop
        let pace = { @Sendable [throttle] (count: Int) in throttle?.wait(for: count) ?? .zero }
        do {
            return try await withThrowingTaskGroup(of: (ExactName, StoredFile).self) { group in
                var files: [ExactName: StoredFile] = [:]
                for (number, name) in names.enumerated() {
                    if number >= self.width, let (name, file) = try await group.next() { files[name] = file }
                    group.addTask {
                        let path = directory.path(of: name)
                        return (ExactName(name), try await StoredFile.read(path: path, pace: pace) { stop.isRequested })
                    }
                }
                for try await (name, file) in group { files[name] = file }
                return files
            }
        } catch let error as StorageError where error.code == .abandoned {
            throw JobError(.interrupted, "Interrupted by a signal; nothing was restored")
        }
    }
}
