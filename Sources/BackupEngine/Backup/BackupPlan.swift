package import BackupStorage

/// What to back up, where to, and how: everything a backup needs to know before anything is opened.
package struct BackupPlan: Sendable {
    /// Where the bytes go.
    package enum Destination: Hashable, Sendable {
        /// Files of a directory, whose names begin with the prefix.
        case directory(path: String, prefix: String)
        /// One file.
        case file(path: String)
        /// Standard output.
        case standardOutput
        /// Nowhere: the bytes are only counted, for an estimate.
        case nowhere
    }

    /// The namespace's name.
    package var namespace: String
    /// The sets wanted, an empty name for the records without one; none for all.
    package var sets: [String] = []
    /// The records wanted of those sets.
    package var records = RecordChoice()
    /// The bins wanted; empty for all.
    package var bins: [String] = []
    /// Whether bins are left out.
    package var withoutBins = false
    /// The partitions wanted, and where in them the backup begins.
    package var partitions = PartitionChoice.partitions(.all)
    /// Where the bytes go.
    package var destination: Destination
    /// What is wrapped around the text of each file.
    package var container = FileContainer.plain
    /// The most bytes of a file of a directory, as they are stored.
    package var fileLimit = 250 << 20
    /// Whether existing backup files are removed.
    package var removesExistingFiles = false
    /// Whether blobs are written raw instead of as base64.
    package var isCompact = false
    /// Whether records are backed up.
    package var withRecords = true
    /// Whether secondary indexes are backed up.
    package var withIndexes = true
    /// Whether modules are backed up.
    package var withModules = true
    /// The number of scans at once; `nil` for one on each core, or on each node if there are more.
    package var parallel: Int?
    /// The limit of records a second over all scans; 0 for none.
    package var recordsPerSecond = 0
    /// The most records to back up; 0 for all.
    package var maximumRecords = 0
    /// The limit of bytes written a second; 0 for none.
    package var bytesPerSecond: UInt64 = 0
    /// How long a scan may be silent, in milliseconds; 0 for ever.
    package var socketTimeout = 10_000
    /// How long a scan may take, in milliseconds; 0 for ever.
    package var totalTimeout = 0
    /// The racks whose nodes are read from if they have a copy, the best first.
    package var preferredRacks: [Int] = []
    /// Whether the backup ends with an error once nodes join or leave the cluster.
    package var forbidsClusterChange = false
    /// The number of nodes without which the backup is not to succeed; `nil` for any.
    package var clusterSize: Int?
    /// The most records to look at if this is an estimate only; `nil` for a backup.
    package var estimateSamples: Int?
    /// How often partitions that were not served are asked for again.
    package var maximumRetries = 5
    /// How long to wait before asking again, in milliseconds.
    package var sleepBetweenRetries = 0
    /// The state file of the interrupted backup that is to be continued.
    package var continuedState: String?
    /// Where the state file goes if this backup is interrupted: a file or a directory; `nil` for the usual place.
    package var stateDestination: String?

    /// Creates a plan for a whole namespace.
    package init(namespace: String, destination: Destination) {
        self.namespace = namespace
        self.destination = destination
    }
}
