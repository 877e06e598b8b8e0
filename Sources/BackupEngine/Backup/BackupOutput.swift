import AerospikeClient
import AerospikeProtocol
import BackupFormat
import BackupStorage
import Synchronization

/// Where the workers of a backup get their files from: new ones of a directory, or the one file that all share. Keeps
/// the books on what is safe in which file.
package final class BackupOutput: Sendable {
    /// A file that a worker writes to.
    struct File: Sendable {
        let output: any OutputFile
        let number: BackupProgress.FileNumber
    }

    private struct Books: Sendable {
        var progress: BackupProgress
        /// The files of earlier runs that can be written on, first those that were begun first.
        var unfinished: [BackupState.File]
        /// The number of the next new file.
        var nextNumber: Int
        /// Whether the shared file is closed.
        var isClosed = false
        /// Size and checksum of the files that this run wrote from their start and closed, by name.
        var stored: [ExactName: StoredFile] = [:]
        /// When the files of a directory were made, by name.
        var births: [ExactName: FileBirth] = [:]
        /// Whether the one file was removed, for the device refused its end and nothing of it was known to be there.
        var isRemoved = false
        /// Files whose end the device refused and that could not be cut.
        var failures: [StorageError] = []
        /// Whether records may be missing in front of where a partition would be taken up again.
        var isDoubtful = false
    }

    private let plan: BackupPlan
    private let shared: (any OutputFile)?
    /// Where the files are. Keeps others from them until nobody needs this output any longer.
    private let place: BackupPlace
    private let books: Mutex<Books>

    /// Creates a source of files.
    ///
    /// - Parameters:
    ///   - plan: Where to write to.
    ///   - shared: The file that all workers share; `nil` for files of a directory.
    ///   - base: What earlier runs did; `nil` for nothing.
    ///   - lock: Keeps others from the files; `nil` for none.
    init(plan: BackupPlan, shared: (any OutputFile)?, base: BackupState? = nil, lock: DestinationLock? = nil) {
        self.plan = plan
        self.shared = shared
        self.place = BackupPlace(plan, lock: lock)
        let base = base ?? BackupState(plan: plan)
        var books = Books(
            progress: BackupProgress(base: base),
            unfinished: shared == nil ? base.files.filter { !$0.isFinished } : [],
            nextNumber: Self.nextNumber(behind: base.files.map(\.name))
        )
        if shared == nil {
            for file in base.files {
                books.births[ExactName(file.name)] = plan.path(ofFile: file.name).flatMap { FileBirth(path: $0) }
            }
        }
        self.books = Mutex(books)
    }

    /// Whether files are closed and new ones opened at the limit.
    var isSplit: Bool { self.shared == nil }

    /// The file for a worker: the shared one, one of an earlier run, or a new one of the directory.
    ///
    /// - Parameters:
    ///   - worker: The worker's number; `nil` if there is none yet.
    ///   - isFirst: Whether it is the file of indexes and modules, which is never one of an earlier run.
    /// - Throws: `StorageError` if a file cannot be created, or the directory is another one by now.
    func file(worker: Int?, isFirst: Bool) throws -> File {
        if let shared { return self.open(shared, BackupState.sharedName(self.plan), worker) }
        guard case .directory(let path, let prefix) = self.plan.destination else {
            throw JobError(.input, "no output file")
        }
        try self.distrustingChanges { () throws(StorageError) in try self.place.check() }
        let directory = BackupDirectory(path: path)
        let key = self.plan.container.encryption
        if !isFirst, let old = self.books.withLock({ $0.unfinished.isEmpty ? nil : $0.unfinished.removeFirst() }) {
            let output = try ContinuedFile.open(path: directory.path(of: old.name), length: old.length, encryption: key)
            return self.open(output, old.name, worker, birth: FileBirth(path: output.path))
        }
        let number = self.books.withLock { books in
            defer { books.nextNumber += 1 }
            return books.nextNumber
        }
        let digits = String(number)
        let name = "\(prefix)_\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).asb"
        let output = try DescriptorOutput.create(
            path: directory.path(of: name),
            encryption: key,
            withChecksum: true,
            isLarge: true
        )
        return self.open(output, name, worker, birth: FileBirth(path: output.path))
    }

    private func open(_ output: any OutputFile, _ name: String, _ worker: Int?, birth: FileBirth? = nil) -> File {
        let number = self.books.withLock { books in
            if let birth { books.births[ExactName(name)] = birth }
            return books.progress.open(name, worker: worker)
        }
        return File(output: output, number: number)
    }

    /// Notes that a piece was written whole.
    func wrote(to file: File, records: Int, hasMetadata: Bool, worker: Int?, positions: PartitionTracker?) {
        let length = file.output.length
        self.books.withLock { books in
            books.progress.wrote(
                to: file.number,
                length: length,
                records: records,
                hasMetadata: hasMetadata,
                worker: worker,
                positions: positions
            )
        }
    }

    /// Closes a file of a worker; the shared one stays open.
    ///
    /// - Throws: `StorageError` if the device refuses: what this run wrote to the file counts as not written then.
    func finish(_ file: File, worker: Int?) async throws {
        guard self.isSplit else { return }
        let stored: StoredFile?
        do {
            stored = try await file.output.finish()
        } catch let error as StorageError {
            self.lose(file, worker: worker)
            throw error
        }
        let name = ExactName(BackupDirectory.name(of: file.output.path))
        self.books.withLock { books in
            books.progress.finish(file.number)
            books.stored[name] = stored
        }
    }

    /// Closes a file of a worker that is to be continued; the shared one stays open.
    func park(_ file: File, worker: Int?) {
        guard self.isSplit else { return }
        do {
            try file.output.finishBlocking()
        } catch {
            return self.lose(file, worker: worker)
        }
        let isEmpty = self.books.withLock { books in
            let isEmpty = books.progress.isEmpty(file.number)
            if isEmpty { books.progress.drop(file.number) }
            return isEmpty
        }
        if isEmpty { self.cut(file.output.path, to: 0) }
    }

    private func lose(_ file: File, worker: Int?) {
        self.cut(file.output.path, to: self.books.withLock { $0.progress.lose(file.number, worker: worker) })
    }

    private func cut(_ path: String, to length: UInt64) {
        let birth = self.books.withLock { $0.births[ExactName(BackupDirectory.name(of: path))] }
        do throws(StorageError) {
            try self.place.cut(path, birth: birth, to: length)
        } catch {
            self.books.withLock { $0.failures.append(error) }
        }
    }

    /// What the manifest says of the files of the directory, all of which are closed.
    ///
    /// What earlier runs wrote, or began, is read again for its checksum.
    ///
    /// - Throws: `StorageError` if a file cannot be read; `CancellationError` within a MiB of the task's end.
    func manifestFiles() async throws -> [BackupManifest.File] {
        let stop = StopSignal()
        return try await withTaskCancellationHandler {
            do {
                return try await self.manifestFiles(until: stop)
            } catch let error as StorageError where error.code == .abandoned {
                throw CancellationError()
            }
        } onCancel: {
            stop.request()
        }
    }

    private func manifestFiles(until stop: StopSignal) async throws -> [BackupManifest.File] {
        guard case .directory(let path, _) = self.plan.destination else { return [] }
        let (files, known) = self.books.withLock { ($0.progress.state.files, $0.stored) }
        var described: [BackupManifest.File] = []
        for file in files {
            let found: StoredFile
            if let stored = known[ExactName(file.name)] {
                found = stored
            } else {
                let path = BackupDirectory(path: path).path(of: file.name)
                found = try await StoredFile.read(path: path, isAbandoned: { stop.isRequested })
            }
            described.append(BackupManifest.File(name: file.name, stored: found, records: file.records))
        }
        return described
    }

    /// Closes the shared file; files of a directory are closed by their workers.
    ///
    /// - Throws: `StorageError` if the device refuses: what this run wrote to the file counts as not written then.
    func finish() async throws {
        guard let shared else { return }
        do {
            try await shared.finish()
            self.books.withLock { $0.isClosed = true }
        } catch let error as StorageError {
            self.lose(shared, after: error)
            throw error
        }
    }

    /// Notes that records may be missing in front of where a partition would be taken up again, so that no state may vouch
    /// for it.
    func distrust() { self.books.withLock { $0.isDoubtful = true } }

    /// Whether no state may vouch for what was read.
    var isDoubtful: Bool { self.books.withLock { $0.isDoubtful } }

    /// Checks that every partition wanted was read to its end and is in the files (`Spec/reliability.md` §1).
    ///
    /// - Throws: `JobError` that names partitions that were not; this is the last line of defence, and never expected.
    func checkComplete(_ plan: BackupPlan) throws(JobError) {
        // Who asked for a number of records at most got them, from whichever partitions came first.
        guard plan.withRecords, plan.maximumRecords == 0 else { return }
        let partitions = self.books.withLock { $0.progress.state.partitions }
        let left = partitions.unfinished.map(\.partition)
        guard let first = left.first else { return }
        throw JobError(.cluster, "\(left.count) partition(s) were not read to their ends, among them \(first)")
    }

    /// Checks that every file is where it was made and as long as what was written to it. To be called when all are closed
    /// (`Spec/reliability.md` §1).
    ///
    /// - Throws: `StorageError` that names a file that somebody else removed or wrote to. No state may vouch for it then.
    func checkFiles() throws(StorageError) { try self.checkFiles(areClosed: true) }

    private func checkFiles(areClosed: Bool) throws(StorageError) {
        let (files, births) = self.books.withLock { ($0.progress.state.files, $0.births) }
        try self.distrustingChanges { () throws(StorageError) in
            try self.place.check()
            for file in files {
                try self.place.check(file, birth: births[ExactName(file.name)], isClosed: areClosed)
            }
        }
    }

    /// Looks for what somebody else did to the files; if it finds something no state may vouch for them.
    private func distrustingChanges(_ look: () throws(StorageError) -> Void) throws(StorageError) {
        do throws(StorageError) {
            try look()
        } catch {
            self.distrust()
            throw error
        }
    }

    /// Writes the manifest of the directory, never in place of another run's.
    ///
    /// - Throws: `StorageError` if it cannot be written, or the files are not the ones that it describes any more.
    func write(manifest: [UInt8], to path: String) throws(StorageError) {
        // What earlier runs wrote may have taken hours to read.
        try self.checkFiles()
        do throws(StorageError) {
            try AtomicFile.write(manifest, to: path)
        } catch {
            if error.code == .occupied { self.distrust() }
            throw error
        }
    }

    /// Closes the shared file so that it can be continued. To be called when no worker is left.
    ///
    /// - Returns: What a continuation has to know.
    /// - Throws: `StorageError` if what was written cannot be continued.
    func park() throws(StorageError) -> BackupState {
        if let shared, !self.books.withLock({ $0.isClosed }) {
            guard shared.isWhole else {
                throw StorageError(
                    .damaged,
                    "\(shared.path) broke off in the middle of a piece, and what its reader kept is unknown"
                )
            }
            do { try shared.finishBlocking() } catch { self.lose(shared, after: error) }
        }
        if !self.books.withLock({ $0.isRemoved }) {
            // The state names files by their paths, and would be one of somebody else's.
            try self.checkFiles(areClosed: false)
            try self.removeUnused()
        }
        return try self.books.withLock { books throws(StorageError) in
            if let failure = books.failures.first { throw failure }
            var state = books.progress.state
            if let output = self.shared as? DescriptorOutput, case .standardOutput = self.plan.destination {
                state.destination = .standardOutput(start: output.start)
            }
            return state
        }
    }

    /// The bytes on standard output behind those that the state vouches for: part of a piece that nobody read the rest of.
    var excess: Int { (self.shared as? DescriptorOutput)?.excess ?? 0 }

    /// Removes a file that this run created and never wrote to: the state names no file, and a continuation begins it anew.
    private func removeUnused() throws(StorageError) {
        guard case .file(let path) = self.plan.destination, self.books.withLock({ $0.progress.state.files.isEmpty }),
            (try? ContinuedFile.length(path: path)) != nil
        else { return }
        try ContinuedFile.cut(path: path, to: 0)
    }

    private func lose(_ shared: any OutputFile, after error: any Error) {
        let length = self.books.withLock { books in
            books.isClosed = true
            return books.progress.lose(0, worker: nil)
        }
        if case .standardOutput = self.plan.destination {
            // It has no path by which it could be cut.
            let failure = error as? StorageError ?? StorageError(.damaged, "\(shared.path) was not finished: \(error)")
            return self.books.withLock { $0.failures.append(failure) }
        }
        self.cut(shared.path, to: length)
        self.books.withLock { $0.isRemoved = length == 0 && $0.failures.isEmpty }
    }

    /// The number behind those of the files that there are.
    private static func nextNumber(behind names: [String]) -> Int {
        let numbers = names.compactMap { name -> Int? in
            guard BackupDirectory.isBackupFile(name) else { return nil }
            return name.dropLast(4).split(separator: "_").last.flatMap { Int($0) }
        }
        return (numbers.max() ?? -1) &+ 1
    }
}
