import BackupEngine

/// The lines of `--machine` as the originals print them (`Spec/cli.md` §5).
enum MachineLine {
    /// How much is done.
    static func progress(percent: Int) -> String { "PROGRESS:\(percent)" }

    /// The time that is left.
    static func remaining(_ text: String) -> String { "REMAINING:\(text)" }

    /// What an estimate found: the records there are, and the bytes of one.
    static func estimate(records: Int, recordSize: Int) -> String { "ESTIMATE:\(records):\(recordSize)" }

    /// The end of a backup.
    static func summary(_ statistics: BackupStatistics, bytesPerRecord: UInt64) -> String {
        "SUMMARY:\(statistics.records):\(statistics.indexes):\(statistics.modules):\(statistics.bytes):\(bytesPerRecord)"
    }

    /// Records that may have been written; none, as in the original, if there are no such records.
    static func doubt(_ counts: RestoreStatistics.Counts) -> [String] {
        counts.inDoubt > 0 ? ["IN_DOUBT:\(counts.inDoubt)"] : []
    }

    /// The end of a restore. There is a space in front of the seventh colon.
    static func summary(_ counts: RestoreStatistics.Counts) -> String {
        """
        SUMMARY:\(counts.modules):\(counts.indexes):\(counts.records):\(counts.expired):\(counts.skipped):\
        \(counts.ignored) :\(counts.inserted):\(counts.existed):\(counts.fresher)
        """
    }
}
