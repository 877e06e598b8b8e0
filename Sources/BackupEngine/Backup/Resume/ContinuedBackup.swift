import AerospikeProtocol

/// What a state and the files that are there say about how a backup goes on.
package struct ContinuedBackup: Sendable {
    /// A file that is longer than what the state vouches for.
    package struct Excess: Hashable, Sendable {
        /// The file's name.
        package var name: String
        /// The length that it has.
        package var found: UInt64
        /// The length that the state vouches for.
        package var recorded: UInt64
    }

    /// What earlier runs did.
    package let state: BackupState
    /// The files to be cut before they are written to.
    package let excess: [Excess]

    /// What is left to be scanned.
    package var selection: PartitionSelection { PartitionSelection(self.state.partitions.unfinished) }

    /// Checks that a state belongs to a plan and to the files that are there. Touches nothing.
    ///
    /// - Parameters:
    ///   - state: What an interrupted run left.
    ///   - plan: What is asked for now.
    ///   - found: The lengths of all backup files of the directory, or of the single file, by name.
    /// - Throws: `JobError` that says what does not fit.
    package init(_ state: BackupState, plan: BackupPlan, found: [ExactName: UInt64]) throws(JobError) {
        let differences = state.options.differences(from: BackupFingerprint(plan))
        guard differences.isEmpty else {
            throw JobError(
                .input,
                "A backup can only be continued with the options it was begun with: \(differences.joined(separator: "; "))"
            )
        }
        try Self.checkDestination(state, plan)
        try Self.checkLimit(state, plan)
        try Self.checkPartitions(state, plan)
        self.state = state
        if case .standardOutput = plan.destination {
            self.excess = []
        } else {
            self.excess = try Self.excess(state, plan, found)
        }
    }

    private static func checkDestination(_ state: BackupState, _ plan: BackupPlan) throws(JobError) {
        switch (state.destination, plan.destination) {
        case (.directory, .directory), (.standardOutput, .standardOutput): return
        case (.file(let before), .file(let now)):
            guard !before.hasSameBytes(as: now) else { return }
            throw JobError(
                .input,
                "Expected output file name of \(before), as in the backup state file, but it is \(now)"
            )
        case (.directory, _):
            throw JobError(
                .input,
                """
                Expected 1 backup file save state for resuming backup-to-file, but found \(state.files.count) in the \
                backup state file: it is that of a backup to a directory, to be continued with --directory
                """
            )
        case (.file(let before), _):
            throw JobError(.input, "The backup state file is that of --output-file \(before); continue with that")
        case (.standardOutput, _):
            throw JobError(.input, "The backup state file is that of --output-file -; continue with that")
        }
    }

    private static func checkLimit(_ state: BackupState, _ plan: BackupPlan) throws(JobError) {
        guard plan.maximumRecords > 0, plan.maximumRecords < state.records else { return }
        throw JobError(
            .input,
            """
            Continuing backup with \(state.records) records already backed up, but --max-records set to \
            \(plan.maximumRecords)
            """
        )
    }

    private static func checkPartitions(_ state: BackupState, _ plan: BackupPlan) throws(JobError) {
        guard let asked = plan.wantedPartitions else { return }
        let saved = state.partitions.wanted
        if let partition = saved.first(where: { !asked.contains($0) }) {
            throw JobError(
                .input,
                """
                Error while narrowing partition filters from backup state file: partition \(partition) was not covered \
                by any partition range
                """
            )
        }
        if let partition = asked.subtracting(saved).min() {
            throw JobError(.input, "Partition \(partition) was not saved in the backup state file")
        }
    }

    private static func excess(
        _ state: BackupState,
        _ plan: BackupPlan,
        _ found: [ExactName: UInt64]
    ) throws(JobError) -> [Excess] {
        let unfinished = state.files.filter { !$0.isFinished }
        if !unfinished.isEmpty, unfinished.allSatisfy({ found[ExactName($0.name)] == nil }) {
            throw JobError(
                .input,
                """
                Expected \(unfinished.count) incomplete backup files per the backup state, but found 0; the first is \
                \(unfinished[0].name)
                """
            )
        }
        var excess: [Excess] = []
        for file in state.files {
            guard let length = found[ExactName(file.name)] else {
                throw JobError(.input, "Backup file \(file.name) of the backup state file is not there any more")
            }
            if length == file.length { continue }
            guard length > file.length, !file.isFinished else {
                throw JobError(
                    .input,
                    "Expected file pos (\(file.length)) did not match file pos (\(length)) for file (\(file.name))"
                )
            }
            excess.append(Excess(name: file.name, found: length, recorded: file.length))
        }
        let known = Set(state.files.map { ExactName($0.name) })
        let foreign = found.keys.filter { !known.contains($0) }.sorted().map(\.text)
        guard foreign.isEmpty else {
            throw JobError(
                .input,
                """
                Expected \(state.files.count) backup files, but found \(found.count); not of this backup: \
                \(foreign.joined(separator: ", "))
                """
            )
        }
        return excess
    }
}
