import BackupStorage

/// The last bytes of a file of refused records and of its reasons, by which the restore that goes on knows them again.
struct RejectedTails: Sendable {
    private var records: [UInt8] = []
    private var reasons: [UInt8] = []

    /// Creates those of two empty files.
    init() {}

    /// Reads those of two files. Touches nothing.
    ///
    /// - Parameter sizes: Their path and sizes; they may be longer.
    /// - Throws: `StorageError` if they are shorter, or cannot be read.
    init(of sizes: JournalState.Rejected) throws(StorageError) {
        self.records = try ContinuedFile.lastBytes(path: sizes.path, length: sizes.bytes)
        self.reasons = try ContinuedFile.lastBytes(
            path: RejectedFile.reasonsPath(of: sizes.path),
            length: sizes.reasonBytes
        )
    }

    /// Takes note of what is written behind them.
    mutating func append(records: [UInt8], reasons: [UInt8]) {
        self.records = (self.records + records).suffix(ContinuedFile.endingSize)
        self.reasons = (self.reasons + reasons).suffix(ContinuedFile.endingSize)
    }

    /// What the journal notes of them.
    ///
    /// - Throws: `StorageError` if there is no memory for it.
    var endings: JournalState.Endings {
        get throws(StorageError) {
            JournalState.Endings(records: try Checksum(of: self.records), reasons: try Checksum(of: self.reasons))
        }
    }
}
