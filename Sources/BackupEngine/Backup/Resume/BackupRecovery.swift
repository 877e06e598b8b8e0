import BackupStorage
package import Logging
import Synchronization

/// Leaves a state file behind when a backup ends before its work is done (`Spec/semantics.md` §A8).
package final class BackupRecovery: Sendable {
    /// Room set aside for the state: 4096 partitions with a digest each take 152 KiB, a file about 80 bytes.
    private static let reserve = 256 << 10

    /// How far the backup has come.
    private enum Stage: Sendable {
        case notBegun
        case running(BackupOutput, ClusterWatch)
        /// What was read may be incomplete.
        case doubtful(BackupOutput)
        case over
    }

    private let plan: BackupPlan
    private let statistics: BackupStatistics
    private let logger: Logger
    private let file: ReservedFile
    private let stage = Mutex(Stage.notBegun)
    private let explained = Atomic(false)
    private let succeeded = Atomic(false)

    /// Prepares for a plan's end.
    package init(plan: BackupPlan, statistics: BackupStatistics, logger: Logger) {
        self.plan = plan
        self.statistics = statistics
        self.logger = logger
        self.file = ReservedFile(path: plan.stateFile(isDirectory: BackupDirectory.exists))
    }

    /// Whether it was said how the backup ended early and how to go on.
    package var isExplained: Bool { self.explained.load(ordering: .relaxed) }

    /// Whether everything is in its files, so that a signal came too late to interrupt anything.
    package var hasSucceeded: Bool { self.succeeded.load(ordering: .relaxed) }

    /// Whether the output can be written on later; devices and named pipes cannot.
    private var canContinue: Bool {
        guard case .file(let path) = self.plan.destination else { return true }
        return (try? ContinuedFile.length(path: path)) != nil
    }

    /// Checks that the state file can be written where the user wants it, and sets room aside for it.
    ///
    /// - Throws: `StorageError` if it cannot be made there.
    func prepare() throws(StorageError) {
        if case .file(let path) = self.plan.destination {
            do throws(StorageError) { _ = try ContinuedFile.length(path: path) } catch { return }
        }
        do throws(StorageError) {
            try self.file.reserve(Self.reserve)
        } catch {
            // Only a place that the user chose is worth not to begin for.
            if self.plan.stateDestination != nil { throw error }
            self.logger.debug("\(error)")
        }
    }

    /// Removes the state that an earlier run left beside the backup that is begun anew: it vouches for files that are
    /// there no longer (`Spec/state-file.md` §1).
    ///
    /// - Throws: `StorageError` if that cannot be removed.
    func forgetEarlier() throws(StorageError) {
        if self.plan.hasStateBeside, self.canContinue { try self.file.remove() }
    }

    /// Notes that from now on there is something to be continued.
    ///
    /// - Parameters:
    ///   - output: What is written to.
    ///   - watch: Knows what was seen of the cluster.
    func begin(_ output: BackupOutput, watch: ClusterWatch) { self.stage.withLock { $0 = .running(output, watch) } }

    /// Notes that partitions may count as complete that a node served without having all of their records, so that no state
    /// may vouch for them.
    func distrust() {
        self.stage.withLock { stage in
            if case .running(let output, _) = stage { stage = .doubtful(output) }
        }
    }

    /// Notes that nothing is left to be done; the state that was continued has served its purpose, wherever it lay.
    ///
    /// - Throws: `StorageError` if that cannot be removed.
    func finish() throws(StorageError) {
        self.stage.withLock { $0 = .over }
        self.file.release()
        guard let path = self.plan.continuedState else { return }
        try ReservedFile(path: path).remove()
        try self.forgetEarlier()
    }

    /// Notes that the backup is as it should be.
    func succeed() { self.succeeded.store(true, ordering: .relaxed) }

    /// Writes the state if the backup ended early, and says how to go on. To be called when nothing runs any more.
    package func explain() {
        let stage = self.stage.withLock { stage in
            defer { stage = .over }
            return stage
        }
        switch stage {
        case .notBegun, .over: break
        case .running(let output, let watch) where !output.isDoubtful: self.explain(output, watch)
        case .running(let output, _), .doubtful(let output): self.explainDoubt(of: output)
        }
    }

    private func explain(_ output: BackupOutput, _ watch: ClusterWatch) {
        self.explained.store(true, ordering: .relaxed)
        guard let state = self.park(output) else { return }
        self.statistics.settle(state)
        if output.excess > 0 {
            self.logger.warning(
                """
                Standard output got \(output.excess) byte(s) more than the state knows of: cut what was kept of it to \
                \(state.bytes) byte(s) before the continuation is appended
                """
            )
        }
        do throws(StorageError) {
            try self.file.write(try self.completed(state, watch.seen).text)
            self.logger.info("Created backup state file \(self.file.path)")
            self.logger.info(
                """
                Backup was interrupted, to resume, run backup with `--continue \(self.file.path)` and all the same \
                arguments (except --remove-files)
                """
            )
        } catch {
            guard state.bytes > 0 else { return self.logger.info("Nothing was written; the backup can be run again") }
            self.logger.error("\(error); backup aborted, backup state is likely unrecoverable")
        }
    }

    /// Leaves no state, or that of the run before.
    private func explainDoubt(of output: BackupOutput) {
        self.explained.store(true, ordering: .relaxed)
        if let state = try? output.park() { self.statistics.settle(state) }
        self.file.release()
        let earlier = self.plan.continuedState.map {
            ", or continued from the earlier `\($0)` once the files made since then are removed"
        }
        self.logger.info(
            "What was read before that was noticed may be incomplete: the backup has to be made again\(earlier ?? "")"
        )
    }

    /// Closes what was written to; says why if it cannot be continued.
    private func park(_ output: BackupOutput) -> BackupState? {
        do throws(StorageError) {
            let state = try output.park()
            if self.canContinue { return state }
            self.logger.info("A device or a pipe cannot be continued")
        } catch {
            self.logger.info("Backup aborted, backup state is likely unrecoverable: \(error)")
        }
        return nil
    }

    private func completed(_ state: BackupState, _ history: ClusterHistory) throws(StorageError) -> BackupState {
        var state = state
        try state.noteEndings(of: self.plan)
        state.cluster = BackupManifest.Cluster(history)
        if state.hasMetadata {
            state.counts.indexes = self.statistics.indexes
            state.counts.writtenIndexes = self.statistics.writtenIndexes
            state.counts.modules = self.statistics.modules
            state.leftOutIndexes = self.statistics.leftOutIndexes
        }
        state.counts.leftOut = self.statistics.unsupportedRecords
        return state
    }
}
