import BackupStorage
import Logging
import Synchronization

/// Keeps account of what of a backup is done with, in memory and in a journal if there is one, so that a restore that
/// is interrupted can go on (`Spec/restore-journal.md`).
///
/// Called once for each piece of a file, never for a record.
final class RestoreLedger: Sendable {
    private struct State {
        var journal: JournalState
        var file: JournalFile?
        var rejected: RejectedFile?
    }

    private let state: Mutex<State>

    private init(_ state: State) { self.state = Mutex(state) }

    /// Begins an account, or goes on with the one that the plan names.
    ///
    /// - Parameters:
    ///   - plan: What is restored.
    ///   - files: The files of the backup.
    ///   - nodes: The names of the cluster's nodes.
    ///   - statistics: Gets what was counted before.
    ///   - logger: Gets a line for each file of earlier runs that lacks refused records.
    /// - Throws: `JobError` if the journal is of another restore; `StorageError`.
    static func open(
        plan: RestorePlan,
        files: [JournalState.File],
        nodes: [String],
        statistics: RestoreStatistics,
        logger: Logger
    ) throws -> RestoreLedger {
        var journal = JournalState()
        journal.options = plan.journalOptions
        journal.nodes = nodes
        journal.files = files
        // Read when nobody else can write it any longer.
        let earlier = try EarlierJournal(plan.journal)
        if let earlier {
            try earlier.check(journal)
            journal = earlier.state
            journal.nodes = nodes
        }
        let rejected = try RejectedFile.open(plan: plan, journal: &journal)
        do {
            let file = try Self.openFile(plan.journal, earlier, Array(journal.text.utf8))
            statistics.update { $0.resume(journal.counts) }
            for loss in journal.earlierRejected.compactMap(\.loss) { logger.warning("\(loss)") }
            return RestoreLedger(State(journal: journal, file: file, rejected: rejected))
        } catch {
            // Otherwise they would be in the way when the command is given again.
            try? rejected?.removeIfEmpty()
            throw error
        }
    }

    private static func openFile(
        _ journal: RestorePlan.Journal,
        _ earlier: EarlierJournal?,
        _ text: [UInt8]
    ) throws(StorageError) -> JournalFile? {
        switch journal {
        case .whenInterrupted: nil
        case .file(let path): try JournalFile.create(path: path, text)
        case .resume: try earlier?.replaced(with: text)
        }
    }

    /// What of a file is done.
    func done(of file: Int) -> AcknowledgedRanges { self.state.withLock { $0.journal.files[file].done } }

    /// Takes note of the beginning of a file's text.
    ///
    /// - Throws: `JobError` if the journal knows another one; `StorageError` if the journal cannot be written.
    func began(_ file: Int, with hash: UInt64) throws {
        let isOther = try self.state.withLock { state in
            if let known = state.journal.files[file].beginning { return known != hash }
            try state.file?.append(Array((JournalState.line(beginning: hash, of: file) + "\n").utf8))
            state.journal.files[file].beginning = hash
            return false
        }
        guard isOther else { return }
        let name = self.state.withLock { $0.journal.files[file].name }
        throw JobError(.input, "The file \(name) is not the one that the journal was written for: it begins otherwise")
    }

    /// Takes note that a part is done: every record in it is acknowledged, or was refused and is among `records`.
    ///
    /// A part without ranges failed and is not done: its records are sent again, so that those refused are not kept now.
    ///
    /// - Throws: `StorageError` if a file cannot be written; `CancellationError`.
    func finished(_ part: JournalState.Part, rejected records: [RejectedRecord]) async throws {
        guard !part.ranges.isEmpty else { return }
        guard let rejected = self.rejected, !records.isEmpty else { return try self.note(part) }
        // Written first: a record may be refused twice, but must not be forgotten.
        try await rejected.write(records) { sizes in try self.note(part, rejected: sizes) }
    }

    private func note(_ part: JournalState.Part, rejected: JournalState.Rejected? = nil) throws {
        try self.state.withLock { state in
            let rejected = rejected ?? state.journal.rejected
            // In the file first: what cannot be written there did not happen.
            try state.file?.append(Array((JournalState.line(part, rejected) + "\n").utf8))
            state.journal.apply(part)
            state.journal.rejected = rejected
        }
    }

    private var rejected: RejectedFile? { self.state.withLock { $0.rejected } }

    /// Ends the account of a restore that came to its end: there is nothing to go on with.
    ///
    /// - Throws: `StorageError` if a file cannot be written or removed.
    func complete() async throws {
        try await self.rejected?.finish()
        try self.state.withLock { try $0.file?.remove() }
        self.release()
    }

    /// Lets others have the files.
    private func release() {
        self.state.withLock { state in
            state.file = nil
            state.rejected = nil
        }
    }

    /// The files that hold refused records, those of earlier runs included; each has some.
    var refused: [JournalState.Rejected] { self.state.withLock { $0.journal.refused } }

    /// Ends the account of a restore that failed, and says how it can go on.
    func fail(_ error: any Error, logger: Logger) async {
        defer { self.release() }
        do {
            try await self.finishRejected()
        } catch is CancellationError {
            // A second signal: what the journal knows of is on the device.
        } catch {
            logger.error("\(error)")
        }
        do {
            guard let path = try self.keep(isInterruption: Self.isInterruption(error)) else { return }
            logger.info(
                "Restore was interrupted, to resume, run restore with `--continue \(path)` and all the same arguments"
            )
        } catch {
            logger.error("\(error)")
        }
    }

    /// Ends the file of refused records. Before an empty one is removed the journal forgets it: what has its name when the
    /// restore goes on is somebody else's then, and must not be cut.
    private func finishRejected() async throws {
        guard let rejected else { return }
        if rejected.count == 0 {
            let line = Array((JournalState.lineWithoutRejected + "\n").utf8)
            do {
                try self.state.withLock { state in
                    try state.file?.append(line)
                    state.journal.rejected = nil
                }
            } catch {
                // On a full disk, of which the first error tells, it stays for the restore to go on with.
                return
            }
        }
        try await rejected.finish()
    }

    /// Whether a restore that ended with an error can be expected to get further another time.
    private static func isInterruption(_ error: any Error) -> Bool {
        guard let error = error as? JobError else { return !(error is StorageError) }
        return error.code == .interrupted || error.code == .cluster
    }

    private func keep(isInterruption: Bool) throws -> String? {
        try self.state.withLock { state in
            if let file = state.file {
                try file.synchronise()
                return file.path
            }
            guard isInterruption, state.journal.hasProgress else { return nil }
            return try Self.createInWorkingDirectory(Array(state.journal.text.utf8)).path
        }
    }

    /// Creates `asrestore.journal`, or the first of `asrestore.1.journal` and so on that is not there.
    private static func createInWorkingDirectory(_ bytes: [UInt8]) throws(StorageError) -> JournalFile {
        for number in 0..<1000 {
            do throws(StorageError) {
                return try JournalFile.keep(path: "asrestore\(number == 0 ? "" : ".\(number)").journal", bytes)
            } catch {
                guard error.code == .occupied else { throw error }
            }
        }
        throw StorageError(.occupied, "There are 1000 files asrestore.*.journal here; remove those that are done with")
    }
}
