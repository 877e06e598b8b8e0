import BackupStorage
import Glibc

extension RejectedFile {
    /// Opens the files that the plan asks for, and notes them in the journal, which does not forget those of earlier runs.
    ///
    /// - Parameters:
    ///   - plan: Names the file; a file that exists is only touched if the journal says that it belongs to the restore.
    ///   - journal: Says how far the files were written.
    /// - Returns: `nil` if the plan asks for none.
    /// - Throws: `StorageError`; `JobError` if the file cannot be gone on with.
    static func open(plan: RestorePlan, journal: inout JournalState) throws -> RejectedFile? {
        let isKnown = journal.use(rejectedPath: plan.rejectedPath)
        guard let sizes = journal.rejected else { return nil }
        if sizes.records > 0 { return try Self.reopen(sizes, plan: plan) }
        if isKnown {
            for path in [sizes.path, Self.reasonsPath(of: sizes.path)] { try Self.checkEmpty(path) }
        }
        let begin = isKnown ? Self.beginAgain : Self.create
        let records = try begin(sizes.path, plan.container.encryption)
        do {
            let state = State(
                sizes: JournalState.Rejected(path: sizes.path),
                tails: plan.container.isPlain ? RejectedTails() : nil
            )
            return RejectedFile(
                state,
                records: records,
                reasons: try begin(Self.reasonsPath(of: sizes.path), nil),
                compressor: try plan.container.compression.map { try FrameCompressor(level: $0) }
            )
        } catch {
            // The journal names the other one, so that it is not in the way.
            if !isKnown { try? records.remove() }
            throw error
        }
    }

    /// Checks a file of which the journal knows no records: a tool that was killed leaves one that is empty. What is in another may be
    /// what the tool had not noted yet, but also what another restore has kept since.
    private static func checkEmpty(_ path: String) throws {
        guard let length = try ContinuedFile.length(path: path), length > 0 else { return }
        throw Self.exists(path)
    }

    /// Takes an empty file, or makes one.
    private static func beginAgain(_ path: String, key: EncryptionKey?) throws -> ClaimedFile {
        guard try ContinuedFile.length(path: path) != nil else { return try Self.create(path, key: key) }
        let output = try DescriptorOutput.reopen(path: path, encryption: key)
        guard output.length == 0 else { throw Self.exists(path) }
        return try ClaimedFile(output)
    }

    private static func create(_ path: String, key: EncryptionKey?) throws -> ClaimedFile {
        guard access(path, F_OK) != 0 else { throw Self.exists(path) }
        return try ClaimedFile(try DescriptorOutput.create(path: path, encryption: key))
    }

    private static func exists(_ path: String) -> StorageError {
        StorageError(.occupied, "Output file \(path) already exists; name another one or remove it")
    }

    /// Opens files with records that the journal knows of. Both are looked at before one of them is cut.
    private static func reopen(_ sizes: JournalState.Rejected, plan: RestorePlan) throws -> RejectedFile {
        guard plan.container.isPlain else {
            throw JobError(
                .input,
                "File \(sizes.path) is compressed or encrypted and cannot be gone on with; "
                    + "name another one with --rejected-file, and keep both"
            )
        }
        let outputs = (
            records: try Self.reopen(sizes.path, size: sizes.bytes),
            reasons: try Self.reopen(Self.reasonsPath(of: sizes.path), size: sizes.reasonBytes)
        )
        // There are file systems on which nobody can read it once it is locked.
        let tails = try RejectedTails(of: sizes)
        let head = try SmallFile.beginning(of: sizes.path, count: 12)
        if let endings = sizes.endings, try tails.endings != endings {
            throw JobError(.input, "\(sizes.mismatch); name another one with --rejected-file, and keep both")
        }
        let records = try ClaimedFile(outputs.records)
        let reasons = try ClaimedFile(outputs.reasons)
        try records.cut(to: sizes.bytes)
        try reasons.cut(to: sizes.reasonBytes)
        let state = State(sizes: sizes, isLegacy: head == Array("Version 3.0\n".utf8), tails: tails)
        return RejectedFile(state, records: records, reasons: reasons, compressor: nil)
    }

    private static func reopen(_ path: String, size: UInt64) throws(StorageError) -> DescriptorOutput {
        let output = try DescriptorOutput.reopen(path: path, encryption: nil)
        guard output.length >= size else {
            throw StorageError(.damaged, "File \(path) has \(output.length) bytes, expected at least \(size)")
        }
        return output
    }
}
