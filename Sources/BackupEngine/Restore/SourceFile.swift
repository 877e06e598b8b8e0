import BackupStorage
import Glibc
import Logging

/// A file of a backup that is to be read.
struct SourceFile: Hashable, Sendable {
    /// The path, or what was given for standard input.
    var path: String
    /// The size in bytes; `nil` if the file does not know it.
    var size: UInt64?

    /// The files of a backup, in the order in which they are read. Nothing is read of them yet.
    ///
    /// - Throws: `StorageError` if a file or directory is not there, or there are no files.
    static func list(_ source: RestorePlan.Source, logger: Logger) throws(StorageError) -> [SourceFile] {
        switch source {
        case .standardInput(let name, let size): return [SourceFile(path: name, size: size)]
        case .file(let path): return [SourceFile(path: path, size: try Self.size(of: path))]
        case .directory(let path): return try Self.list([path], logger: logger)
        case .directories(let paths): return try Self.list(paths, logger: logger)
        }
    }

    private static func list(_ directories: [String], logger: Logger) throws(StorageError) -> [SourceFile] {
        var files: [SourceFile] = []
        for path in directories {
            let directory = BackupDirectory(path: path)
            let names = try directory.backupFiles()
            logger.info("Found \(names.count) backup file(s) in \(path)")
            for name in names {
                let path = directory.path(of: name)
                files.append(SourceFile(path: path, size: try Self.size(of: path)))
            }
        }
        guard !files.isEmpty else {
            throw StorageError(.notFound, "No backup files found in \(directories.joined(separator: ","))")
        }
        return files
    }

    /// The size of a regular file; `nil` for a pipe.
    private static func size(of path: String) throws(StorageError) -> UInt64? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw StorageError("Failed to open file \(path) in \"r\" mode", number: errno)
        }
        return status.st_mode & S_IFMT == S_IFREG ? UInt64(max(0, status.st_size)) : nil
    }

    /// The sum of the sizes that are known, in bytes; sparse files say any size, so it is cut to the largest number.
    static func totalSize(of files: [SourceFile]) -> UInt64 {
        files.reduce(0) { sum, file in
            let (total, isTooLarge) = sum.addingReportingOverflow(file.size ?? 0)
            return isTooLarge ? .max : total
        }
    }

    /// Compares the size with the one that a manifest has proven: whoever changed the file since, or put it there, did that
    /// unnoticed.
    ///
    /// - Throws: `JobError` of code `format`.
    func compare(with manifests: [CheckedManifests]) throws(JobError) {
        let directory = BackupDirectory(holding: self.path)
        let name = BackupDirectory.name(of: self.path)
        let checked = manifests.first {
            $0.directory.path(of: name).hasSameBytes(as: self.path)
                || $0.directory.path.hasSameBytes(as: directory.path)
        }
        guard let checked, !checked.manifests.isEmpty else { return }
        guard let expected = checked.files[ExactName(name)]?.stored.bytes else {
            throw JobError(
                .format,
                "File \(self.path) was not there when the others were compared with the manifest; none must come meanwhile"
            )
        }
        guard let size, size != expected else { return }
        throw JobError(
            .format,
            "File \(self.path) has \(size) bytes, it had \(expected) when it was compared with the manifest; "
                + "it must not change meanwhile"
        )
    }

    /// Looks whether all files that manifests have proven are among those to be read: whoever removed one since did that
    /// unnoticed.
    ///
    /// - Throws: `JobError` of code `format`.
    static func checkComplete(_ files: [SourceFile], _ manifests: [CheckedManifests]) throws(JobError) {
        let found = Set(files.map { ExactName($0.path) })
        for checked in manifests {
            for name in checked.files.keys.sorted() {
                let path = checked.directory.path(of: name.text)
                guard !found.contains(ExactName(path)) else { continue }
                throw JobError(
                    .format,
                    "File \(path) is gone, it was there when it was compared with the manifest; none must go meanwhile"
                )
            }
        }
    }

    /// Compares the bytes that were read to the file's end with its size when the restore began.
    ///
    /// - Returns: What is wrong; `nil` if it is the same, and for pipes and devices.
    static func change(of path: String, from size: UInt64?, to read: UInt64) -> JobError? {
        guard let size, size != read else { return nil }
        return JobError(
            .format,
            "File \(path) has \(read) bytes, it had \(size) when the restore began; it must not change meanwhile"
        )
    }

    /// What a journal remembers of the file.
    func journaled(from source: RestorePlan.Source) -> JournalState.File {
        if case .standardInput = source { return JournalState.File(name: "-") }
        return JournalState.File(
            name: self.path.split(separator: "/").last.map(String.init) ?? self.path,
            size: self.size
        )
    }
}
