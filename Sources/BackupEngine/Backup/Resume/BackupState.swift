package import BackupStorage

/// What an interrupted backup leaves behind so that it can be continued (`Spec/state-file.md`).
package struct BackupState: Hashable, Sendable {
    /// The only version of the file there is.
    static let version = 1

    /// Where the bytes go.
    package enum Destination: Hashable, Sendable {
        /// Files of a directory, whichever it is called.
        case directory
        /// One file.
        case file(path: String)
        /// Standard output; the first bytes that went there if they are encrypted, for the continuation needs them.
        case standardOutput(start: [UInt8])
    }

    /// A file of the backup.
    package struct File: Hashable, Sendable {
        /// The name in the directory; of a single file the path, of standard output `-`.
        package var name: String
        /// The bytes up to the end of the last whole block, as they are stored.
        package var length: UInt64
        /// The records in these bytes.
        package var records: Int
        /// Whether nothing more is written to the file.
        package var isFinished: Bool
        /// The checksum of the last 64 KiB of these bytes if more is to be written behind them; `nil` if they are on
        /// standard output, or the state is of a version that wrote none.
        package var ending: Checksum?

        /// Creates a file.
        package init(name: String, length: UInt64, records: Int, isFinished: Bool) {
            self.name = name
            self.length = length
            self.records = records
            self.isFinished = isFinished
        }
    }

    /// What was counted.
    package struct Counts: Hashable, Sendable {
        /// The secondary indexes found.
        package var indexes = 0
        /// The secondary indexes written: those of unwanted sets are not.
        package var writtenIndexes = 0
        /// The modules written.
        package var modules = 0
        /// The records that the format cannot hold.
        package var leftOut = 0

        /// Creates counts of nothing.
        package init() {}
    }

    /// The options that the continuation must repeat.
    package var options: BackupFingerprint
    /// Where the bytes go.
    package var destination: Destination
    /// Whether indexes and modules are written.
    package var hasMetadata = false
    /// What was counted.
    package var counts = Counts()
    /// Why indexes that the cluster has are not in the backup, a sentence each.
    package var leftOutIndexes: [String] = []
    /// The files, in the order in which they were begun.
    package var files: [File] = []
    /// How far each partition has come. The records up to there, and no others, are in the files.
    package var partitions = PartitionProgress()
    /// What was seen of the cluster by this run and those before it; `nil` if nobody looked.
    package var cluster: BackupManifest.Cluster?

    /// Creates the state of a backup that has written nothing.
    package init(options: BackupFingerprint, destination: Destination) {
        self.options = options
        self.destination = destination
    }

    /// The records in all files.
    package var records: Int { self.files.reduce(0) { $0 &+ $1.records } }
    /// The bytes of all files.
    package var bytes: UInt64 { self.files.reduce(0) { $0 &+ $1.length } }
}
