import AerospikeProtocol
import BackupFormat
import BackupStorage
import Synchronization

/// The file that takes the records that the servers refuse, so that they can be restored once the reason is gone, and
/// the file of reasons beside it: a line for each of the records, in their order.
///
/// The file is compressed and encrypted like the backup, for the same options to fit it, and for nothing to become
/// plain that was not. Both files are removed at the end if they are empty.
final class RejectedFile: Sendable {
    /// How far both files are written.
    struct State {
        var sizes: JournalState.Rejected
        /// Whether the file is of version 3.0; `nil` as long as it has no head.
        var isLegacy: Bool?
        /// What both files end in; `nil` if nobody can go on with them.
        var tails: RejectedTails?
    }

    private let records: ClaimedFile
    private let reasons: ClaimedFile
    private let compressor: FrameCompressor?
    private let state: Mutex<State>
    /// Lets one piece at a time write, so that both files have the same order.
    private let turn = Gate(limit: 1)

    init(_ state: State, records: ClaimedFile, reasons: ClaimedFile, compressor: FrameCompressor?) {
        self.records = records
        self.reasons = reasons
        self.compressor = compressor
        self.state = Mutex(state)
    }

    /// The path of the file of reasons.
    static func reasonsPath(of path: String) -> String { path + ".reasons" }

    /// The file's path.
    var path: String { self.records.output.path }
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
        var state = self.state.withLock { $0 }
        let before = state.sizes
        do {
            try await self.append(text)
            try await self.reasons.output.write(reasons, 0..<reasons.count)
            // Once noted they are not sent again, so a machine that goes down must not forget them.
            try await self.records.output.synchronise()
            try await self.reasons.output.synchronise()
            state.isLegacy = records[0].isLegacy
            state.tails?.append(records: text, reasons: reasons)
            state.sizes.records += records.count
            state.sizes.bytes = self.records.output.length
            state.sizes.reasonBytes = self.reasons.output.length
            state.sizes.endings = try state.tails?.endings
            try note(state.sizes)
        } catch {
            self.records.output.shorten(to: before.bytes)
            self.reasons.output.shorten(to: before.reasonBytes)
            throw error
        }
        let written = state
        self.state.withLock { $0 = written }
    }

    private func append(_ text: [UInt8]) async throws {
        guard let compressor else { return try await self.records.output.write(text, 0..<text.count) }
        let frame = try await compressor.frame(of: text, count: text.count)
        try await self.records.output.write(frame.storage, 0..<frame.count)
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
        try await self.records.output.finish()
        try await self.reasons.output.finish()
    }

    /// Removes both files if nothing was refused, but none that somebody has put in their place.
    ///
    /// - Throws: `StorageError` if the operating system refuses.
    func removeIfEmpty() throws(StorageError) {
        guard self.count == 0 else { return }
        try self.records.remove()
        try self.reasons.remove()
    }
}
