import AerospikeProtocol
import BackupFormat
import BackupStorage
import Glibc
import Synchronization

/// The file that takes the records that the servers refuse, so that they can be restored once the reason is gone, and
/// the file of reasons beside it: a line for each of the records, in their order.
///
/// The file is compressed and encrypted like the backup, for the same options to fit it, and for nothing to become
/// plain that was not. Both files are removed at the end if they are empty.
final class RejectedFile: Sendable {
    private struct State {
        var sizes: JournalState.Rejected
        /// Whether the file is of version 3.0; `nil` as long as it has no head.
        var isLegacy: Bool?
    }

    private let records: DescriptorOutput
    private let reasons: DescriptorOutput
    private let compressor: FrameCompressor?
    private let state: Mutex<State>
    /// Lets one piece at a time write, so that both files have the same order.
    private let turn = Gate(limit: 1)

    private init(
        sizes: JournalState.Rejected,
        isLegacy: Bool?,
        records: DescriptorOutput,
        reasons: DescriptorOutput,
        compressor: FrameCompressor?
    ) {
        self.records = records
        self.reasons = reasons
        self.compressor = compressor
        self.state = Mutex(State(sizes: sizes, isLegacy: isLegacy))
    }

    /// The path of the file of reasons.
    static func reasonsPath(of path: String) -> String { path + ".reasons" }

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
            return RejectedFile(
                sizes: JournalState.Rejected(path: sizes.path),
                isLegacy: nil,
                records: records,
                reasons: try begin(Self.reasonsPath(of: sizes.path), nil),
                compressor: try plan.container.compression.map { try FrameCompressor(level: $0) }
            )
        } catch {
            // The journal names the other one, so that it is not in the way.
            if !isKnown { unlink(sizes.path) }
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
    private static func beginAgain(_ path: String, key: EncryptionKey?) throws -> DescriptorOutput {
        guard try ContinuedFile.length(path: path) != nil else { return try Self.create(path, key: key) }
        return try ContinuedFile.open(path: path, length: 0, encryption: key)
    }

    private static func create(_ path: String, key: EncryptionKey?) throws -> DescriptorOutput {
        guard access(path, F_OK) != 0 else { throw Self.exists(path) }
        return try DescriptorOutput.create(path: path, encryption: key)
    }

    private static func exists(_ path: String) -> StorageError {
        StorageError(.occupied, "Output file \(path) already exists; name another one or remove it")
    }

    private static func reopen(_ sizes: JournalState.Rejected, plan: RestorePlan) throws -> RejectedFile {
        guard plan.container.isPlain else {
            throw JobError(
                .input,
                "File \(sizes.path) is compressed or encrypted and cannot be gone on with; "
                    + "name another one with --rejected-file, and keep both"
            )
        }
        let head = try SmallFile.beginning(of: sizes.path, count: 12)
        return RejectedFile(
            sizes: sizes,
            isLegacy: head == Array("Version 3.0\n".utf8),
            records: try DescriptorOutput.reopen(path: sizes.path, keeping: sizes.bytes),
            reasons: try DescriptorOutput.reopen(path: Self.reasonsPath(of: sizes.path), keeping: sizes.reasonBytes),
            compressor: nil
        )
    }

    /// The file's path.
    var path: String { self.records.path }
    /// The number of records in the file.
    var count: Int { self.state.withLock { $0.sizes.records } }

    /// Appends records and their reasons, and has that noted. If any of this fails nothing of it is done: both files are as
    /// long as before, as whoever goes on with the journal expects.
    ///
    /// - Parameters:
    ///   - records: The records, at least one.
    ///   - note: Gets the sizes of both files behind them, before anybody else writes.
    /// - Throws: `StorageError`; `JobError` if files of version 3.0 and later ones are mixed; `CancellationError`.
    func write(_ records: [RejectedRecord], note: (JournalState.Rejected) throws -> Void) async throws {
        try await self.turn.enter()
        defer { self.turn.leave() }
        let text = try self.text(of: records)
        let reasons = records.flatMap { Array($0.reason.utf8) }
        var sizes = self.state.withLock { $0.sizes }
        do {
            try await self.append(text)
            try await self.reasons.write(reasons, 0..<reasons.count)
            // Once noted they are not sent again, so a machine that goes down must not forget them.
            try await self.records.synchronise()
            try await self.reasons.synchronise()
            sizes.records += records.count
            sizes.bytes = self.records.length
            sizes.reasonBytes = self.reasons.length
            try note(sizes)
        } catch {
            let sizes = self.state.withLock { $0.sizes }
            self.records.shorten(to: sizes.bytes)
            self.reasons.shorten(to: sizes.reasonBytes)
            throw error
        }
        self.state.withLock { $0 = State(sizes: sizes, isLegacy: records[0].isLegacy) }
    }

    private func append(_ text: [UInt8]) async throws {
        guard let compressor else { return try await self.records.write(text, 0..<text.count) }
        let frame = try await compressor.frame(of: text, count: text.count)
        try await self.records.write(frame.storage, 0..<frame.count)
    }

    private func text(of records: [RejectedRecord]) throws -> [UInt8] {
        let isLegacy = self.state.withLock { $0.isLegacy }
        var writer = ByteWriter(capacity: records.reduce(256) { $0 + $1.text.count })
        guard let first = records.first, records.allSatisfy({ $0.isLegacy == isLegacy ?? first.isLegacy }) else {
            throw JobError(
                .input,
                "Refused records of a file of version 3.0 and of a later one cannot go into one file, \(self.path); "
                    + "restore these files one after the other"
            )
        }
        if isLegacy == nil {
            if first.isLegacy {
                writer.append(utf8: "Version 3.0\n# namespace \(first.namespace)\n")
            } else {
                BackupHead.write(namespace: first.namespace, isFirstFile: false, to: &writer)
            }
        }
        for record in records { writer.append(record.text) }
        return writer.finish()
    }

    /// Brings both files to the device; removes them if nothing was refused, which nothing keeps from happening.
    ///
    /// - Throws: `StorageError`, in which case the files cannot be trusted; `CancellationError`.
    func finish() async throws {
        guard self.count > 0 else { return try self.removeIfEmpty() }
        try await self.records.finish()
        try await self.reasons.finish()
    }

    /// Removes both files if nothing was refused.
    ///
    /// - Throws: `StorageError` if the operating system refuses.
    func removeIfEmpty() throws(StorageError) {
        guard self.count == 0 else { return }
        for path in [self.path, Self.reasonsPath(of: self.path)] where unlink(path) != 0 && errno != ENOENT {
            throw StorageError("Error while removing \(path)", number: errno)
        }
    }
}
