import BackupFormat

/// How many indexes and modules the files of a backup may define, and how much of them is kept in memory, so that no file can
/// fill it (`Spec/differences.md` §9). A pure value.
struct MetadataLimit: Hashable, Sendable {
    /// The most definitions in all files of a backup. No cluster has a hundredth of them.
    static let definitions = 100_000
    /// The most bytes that are kept: names, indexes that are created at the end, and modules that were refused.
    static let bytes = 64 << 20

    private var count = 0
    private var size = 0

    /// Creates a limit of which nothing is used.
    init() {}

    /// Takes note of one more definition, of which a part is kept.
    ///
    /// - Parameters:
    ///   - size: The bytes that are kept.
    ///   - file: The file that it stands in.
    /// - Throws: `JobError` of code `format` if there are more than any backup has.
    mutating func take(_ size: Int, from file: String) throws(JobError) {
        self.count += 1
        guard self.count <= Self.definitions else { throw Self.error(file, "more than \(Self.definitions)") }
        guard self.keep(size) else { throw Self.error(file, "over \(Self.bytes >> 20) MiB of") }
    }

    /// Whether so many bytes more can be kept, which then count.
    mutating func keep(_ size: Int) -> Bool {
        guard size <= Self.bytes - self.size else { return false }
        self.size += size
        return true
    }

    private static func error(_ file: String, _ amount: String) -> JobError {
        JobError(
            .format,
            "Backup file \(file) is damaged: up to there the backup defines \(amount) secondary indexes and UDF files, "
                + "which no cluster can have; a restore with --no-indexes and --no-udfs leaves them out"
        )
    }
}

extension SecondaryIndexDefinition {
    /// The bytes of its words.
    var wordBytes: Int {
        [self.namespace, self.set, self.name, self.bin, self.context, self.expression ?? ""]
            .reduce(0) { $0 + $1.utf8.count }
    }
}
