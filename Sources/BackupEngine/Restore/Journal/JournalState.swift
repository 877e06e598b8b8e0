import BackupStorage

/// What is known of a restore that did not come to its end. A pure value; its text is that of a journal
/// (`Spec/restore-journal.md`).
struct JournalState: Hashable, Sendable {
    /// An option that must be the same when the restore goes on, in words.
    struct Option: Hashable, Sendable {
        var name: String
        var value: String
    }

    /// A file of the backup.
    struct File: Hashable, Sendable {
        /// The last part of its path, or what was given for standard input.
        var name: String
        /// Its size in bytes; `nil` if it has none.
        var size: UInt64?
        /// A hash of the beginning of its text; `nil` as long as nothing was read of it.
        var beginning: UInt64?
        /// What of its text is done.
        var done = AcknowledgedRanges()
    }

    /// How far the file of refused records had been written.
    struct Rejected: Hashable, Sendable {
        /// The file's path.
        var path: String
        /// Records in it.
        var records = 0
        /// Its size in bytes.
        var bytes: UInt64 = 0
        /// The size of the file of reasons.
        var reasonBytes: UInt64 = 0
        /// How both files end; `nil` if that was not noted.
        var endings: Endings?
    }

    /// How the file of refused records and that of reasons end: checksums of the last 64 KiB, or of all if they are shorter.
    struct Endings: Hashable, Sendable {
        var records: Checksum
        var reasons: Checksum
    }

    /// The options that matter.
    var options: [Option] = []
    /// The names of the cluster's nodes, those among them that could not be reached.
    var nodes: [String] = []
    /// The files of the backup in the order in which they are read.
    var files: [File] = []
    /// What was counted in the parts that are done.
    var counts = RecordCounts()
    /// The file of refused records; `nil` if there is none.
    var rejected: Rejected?
    /// Other files of refused records, which earlier runs have written; there are records in each.
    var earlierRejected: [Rejected] = []

    /// A part of a file that is done.
    struct Part: Hashable, Sendable {
        /// The number of the file.
        var file: Int
        /// The ranges.
        var ranges: [Range<UInt64>]
        /// What was counted in them.
        var counts: RecordCounts
    }

    /// Takes note of a part.
    mutating func apply(_ part: Part) {
        self.files[part.file].done.insert(part.ranges)
        self.counts.add(part.counts)
    }

    /// Goes on with this file of refused records, or with none. What earlier runs have written elsewhere stays known: those
    /// records are not restored.
    ///
    /// - Returns: Whether the journal knew the file.
    @discardableResult
    mutating func use(rejectedPath path: String?) -> Bool {
        let known = self.earlierRejected + [self.rejected].compactMap(\.self)
        let own = known.last { Self.isSame($0.path, path) }
        self.rejected = path.map { own ?? Rejected(path: $0) }
        self.earlierRejected = known.filter { !Self.isSame($0.path, path) && $0.records > 0 }
        return own != nil
    }

    /// The files that hold refused records, those of earlier runs first.
    var refused: [Rejected] { self.earlierRejected + [self.rejected].compactMap(\.self).filter { $0.records > 0 } }

    /// Whether anything is done at all.
    var hasProgress: Bool { self.files.contains { !$0.done.isEmpty } }

    /// Why a restore with other options, files or nodes cannot go on from here; `nil` if it can.
    func difference(from other: JournalState) -> String? {
        for option in other.options {
            let old = self.options.first { $0.name == option.name }?.value ?? ""
            guard !old.hasSameBytes(as: option.value) else { continue }
            return "it was begun with \(option.name) \(Self.shown(old)), and now it is \(Self.shown(option.value))"
        }
        guard self.files.count == other.files.count else {
            return "it was begun with \(self.files.count) backup file(s), and now there are \(other.files.count)"
        }
        for (old, new) in zip(self.files, other.files)
        where !old.name.hasSameBytes(as: new.name) || old.size != new.size {
            return "it was begun with the file \(old.description), and in its place there is \(new.description) now"
        }
        guard Set(self.nodes).isDisjoint(with: other.nodes), !self.nodes.isEmpty else { return nil }
        return "it was begun with another cluster: its nodes were \(self.nodes.joined(separator: ", ")), "
            + "and now they are \(other.nodes.joined(separator: ", "))"
    }

    private static func isSame(_ path: String, _ other: String?) -> Bool { other?.hasSameBytes(as: path) ?? false }

    private static func shown(_ value: String) -> String { value.isEmpty ? "(none)" : value }
}

extension JournalState.File: CustomStringConvertible {
    /// Name and size.
    var description: String { self.size.map { "\(self.name) of \($0) bytes" } ?? self.name }
}
