package import BackupStorage

/// What a backup in a directory consists of, written when it is complete (`Spec/manifest.md`).
package struct BackupManifest: Hashable, Sendable {
    /// The version of the format that is written, and the only one that is read.
    static let format = 1

    /// The tool that wrote the backup, and its version.
    package var tool: String
    /// The namespace.
    package var namespace: String
    /// What the names of the backup's files, and of the manifest, begin with.
    package var prefix: String
    /// The sets wanted, an empty name for the records without one; none for all.
    package var sets: [String] = []
    /// The bins wanted; none for all.
    package var bins: [String] = []
    /// Everything else that was to be left out: options and their values as given.
    package var filters: [Filter] = []
    /// When the backup began.
    package var started: UTCTime
    /// When its last file was closed.
    package var ended: UTCTime
    /// Whether files are zstd frames.
    package var isCompressed = false
    /// The cipher of the files; `nil` for none. The key is nowhere.
    package var encryption: EncryptionMode?
    /// The files, by name.
    package var files: [File]
    /// The number of secondary indexes.
    package var indexes: Int
    /// The number of modules.
    package var modules: Int
    /// Why indexes that the cluster had are not in the backup, a sentence each.
    package var leftOutIndexes: [String] = []
    /// The partitions covered.
    package var partitions: [PartitionRange]
    /// Whether every record in these partitions that was wanted is in the backup.
    package var isComplete: Bool
    /// The cluster at both ends of the backup; `nil` in manifests of versions that did not look.
    package var cluster: Cluster?

    /// A file of the backup.
    package struct File: Hashable, Sendable {
        /// The name, without directories.
        package var name: String
        /// Its size and checksum.
        package var stored: StoredFile
        /// The records in it.
        package var records: Int

        /// Creates a file.
        package init(name: String, stored: StoredFile, records: Int) {
            self.name = name
            self.stored = stored
            self.records = records
        }
    }

    /// What was seen of the cluster in the course of the backup.
    package struct Cluster: Hashable, Sendable {
        /// The cluster before the first record.
        package var start: View
        /// The cluster behind the last record.
        package var end: View
        /// Why the backup may lack records, in words.
        package var warnings: [String] = []

        /// The cluster at one moment.
        package struct View: Hashable, Sendable {
            /// The ids of the nodes that answered.
            package var nodes: [String]
            /// The cluster keys that they told: one, unless they were not in one cluster.
            package var keys: [String]
            /// The migrations of partitions that were not over.
            package var migrations: Int
        }
    }

    /// An option that leaves records out.
    package struct Filter: Hashable, Sendable {
        /// The long name of the option.
        package var option: String
        /// Its value, as given; `true` for an option without.
        package var value: String

        /// Creates a filter.
        package init(option: String, value: String) {
            self.option = option
            self.value = value
        }
    }

    // Whatever numbers stand in a manifest, their sums must not trap.
    /// The records of all files.
    package var records: Int { self.files.reduce(0) { $0 &+ $1.records } }
    /// The bytes of all files, as they are stored.
    package var bytes: UInt64 { self.files.reduce(0) { $0 &+ $1.stored.bytes } }
    /// The name of the manifest's own file.
    package var name: String { self.prefix + BackupDirectory.manifestSuffix }
}
