package import BackupStorage

/// What to restore, from where, and how: everything a restore needs to know before anything is opened.
package struct RestorePlan: Sendable {
    /// Where the bytes come from.
    package enum Source: Hashable, Sendable {
        /// All backup files of a directory.
        case directory(path: String)
        /// All backup files of several directories.
        case directories(paths: [String])
        /// One file.
        case file(path: String)
        /// Standard input, under the name given, with its size if given.
        case standardInput(name: String, size: UInt64?)
    }

    /// Where the bytes come from.
    package var source: Source
    /// What is wrapped around the text of each file.
    package var container = FileContainer.plain
    /// The namespace that every record must be of; empty if any is right.
    package var sourceNamespace = ""
    /// The namespace to restore into; empty for that of the backup.
    package var targetNamespace = ""
    /// The sets wanted; empty for all.
    package var sets: [String] = []
    /// The bins wanted; empty for all.
    package var bins: [String] = []
    /// What happens to existing records.
    package var policy = WritePolicy()
    /// Whether the backup is only read and checked.
    package var validatesOnly = false
    /// Whether records are restored.
    package var withRecords = true
    /// Whether secondary indexes are restored.
    package var withIndexes = true
    /// Whether modules are restored.
    package var withModules = true
    /// Whether indexes are created behind all records.
    package var indexesLast = false
    /// Whether to wait until indexes are built and modules are known to every node.
    package var waits = false
    /// Seconds added to the void time of records that have one.
    package var extraTimeToLive: UInt32 = 0
    /// Whether records that the server refuses are counted instead of ending the restore.
    package var ignoresRecordErrors = false
    /// Where records that the server refuses are written instead of ending the restore; `nil` for nowhere.
    package var rejectedPath: String?
    /// Whether the files are compared with the manifests beside them first (`Spec/manifest.md` §3).
    package var checksManifests = true
    /// How the restore can go on if it is interrupted.
    package var journal = Journal.whenInterrupted
    /// Whether batches must not be used.
    package var disablesBatchWrites = false
    /// The number of records of a batch; 0 for the default: 128, or 16 without batch writes.
    package var batchSize = 0
    /// The most batches in flight; `nil` for what the servers take without strain.
    package var maximumBatches: Int?
    /// When failed batches are sent again.
    package var retries = RetrySchedule()
    /// The most files read at once; `nil` for one on each core.
    package var parallel: Int?
    /// How long info commands and connections may take, in milliseconds.
    package var timeout = 10_000
    /// How long one try to write may take, in milliseconds; 0 for no limit of its own.
    package var socketTimeout = 10_000
    /// How long one try to write may take, in milliseconds, if that is less; 0 for `timeout`.
    package var totalTimeout = 0
    /// The limit of bytes read a second; 0 for none.
    package var bytesPerSecond: UInt64 = 0
    /// The limit of records written a second; 0 for none.
    package var recordsPerSecond: UInt64 = 0

    /// Creates a plan that restores everything.
    package init(source: Source) { self.source = source }

    /// The time that one try to write may take: the shorter of the two limits that are set.
    package var writeTimeout: TimeLimit {
        let total = self.totalTimeout > 0 ? self.totalTimeout : self.timeout
        guard self.socketTimeout > 0 else { return TimeLimit(total) }
        return TimeLimit(total > 0 ? min(total, self.socketTimeout) : self.socketTimeout)
    }
}
