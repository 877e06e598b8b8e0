/// What records a backup holds, as far as it has been read.
package struct BackupContents: Hashable, Sendable {
    /// A set of a namespace.
    package struct SetName: Hashable, Sendable {
        /// The namespace's name.
        package var namespace: [UInt8]
        /// The set's name; `nil` for the records without one.
        package var set: [UInt8]?
    }

    /// The records of each set.
    package internal(set) var sets: [SetName: Int] = [:]
    /// The earliest void time, in seconds since 2010; `nil` if no record expires.
    package internal(set) var earliestVoidTime: UInt32?
    /// The latest void time, in seconds since 2010; `nil` if no record expires.
    package internal(set) var latestVoidTime: UInt32?
    /// The records that never expire.
    package internal(set) var lastingRecords = 0
    /// The partitions in which records were found.
    package internal(set) var partitions = PartitionSet()
    /// The records of each file, by its path.
    package internal(set) var files: [ExactName: Int] = [:]

    /// Creates the contents of nothing.
    package init() {}

    /// All records.
    package var records: Int { self.sets.values.reduce(0, +) }

    /// Adds what was found elsewhere.
    mutating func merge(_ other: BackupContents) {
        self.sets.merge(other.sets, uniquingKeysWith: +)
        self.files.merge(other.files, uniquingKeysWith: +)
        self.lastingRecords += other.lastingRecords
        self.partitions.formUnion(other.partitions)
        for time in [other.earliestVoidTime, other.latestVoidTime] { if let time { self.add(voidTime: time) } }
    }

    /// Widens the span of void times.
    @inline(__always)
    mutating func add(voidTime: UInt32) {
        self.earliestVoidTime = min(self.earliestVoidTime ?? voidTime, voidTime)
        self.latestVoidTime = max(self.latestVoidTime ?? voidTime, voidTime)
    }
}
