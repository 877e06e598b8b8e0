import AerospikeClient
import AerospikeProtocol
import YAMLText

extension BackupState {
    /// The bytes in front of the files in a state of the C tools (`Spec/asb-format.md` §11).
    private static let originalHeadSize = 83_544

    /// Reads the text of a state file.
    ///
    /// - Throws: `JobError` that says what is wrong and where.
    package init(text: [UInt8], path: String) throws(JobError) {
        if text.count >= Self.originalHeadSize, text.contains(0) {
            throw JobError(
                .input,
                "State file \(path) was made by the original asbackup: only that can continue the backup; start anew here"
            )
        }
        do throws(YAMLError) {
            guard let root = try YAMLReader.document(text) else {
                throw YAMLError(line: 1, column: 1, "the file is empty")
            }
            try self.init(root)
        } catch {
            throw JobError(.input, "Unable to read all data from the backup state file \(path): \(error)")
        }
    }

    private init(_ root: YAMLNode) throws(YAMLError) {
        guard let version = root["asbackup-state"] else {
            throw YAMLError(at: root, "not a state of asbackup: there is no asbackup-state")
        }
        guard version.count == Self.version else {
            throw YAMLError(at: version, "this asbackup knows version \(Self.version) of the file only")
        }
        let fields = try YAMLFields(
            root,
            names: ["asbackup-state", "options", "destination", "done", "files", "partitions"]
        )
        self.init(
            options: try Self.options(fields["options"]),
            destination: try Self.destination(fields["destination"])
        )
        let done = try YAMLFields(
            fields["done"],
            names: ["records", "bytes", "indexes", "modules", "left-out", "metadata-written", "indexes-written"]
        )
        self.hasMetadata = try done.truth("metadata-written")
        self.counts.indexes = try done.count("indexes")
        self.counts.writtenIndexes = try done.count("indexes-written")
        self.counts.modules = try done.count("modules")
        self.counts.leftOut = try done.count("left-out")
        for node in try fields.nodes("files") { self.files.append(try Self.file(node)) }
        self.partitions = try Self.partitions(fields["partitions"])
        guard self.records == (try done.count("records")), self.bytes == UInt64(try done.count("bytes")) else {
            throw YAMLError(at: try fields["done"], "records and bytes are not the sums over the files")
        }
    }

    private static func options(_ node: YAMLNode) throws(YAMLError) -> BackupFingerprint {
        guard let entries = node.entries else { throw YAMLError(at: node, "options must be a mapping") }
        var options: [BackupFingerprint.Option] = []
        for entry in entries {
            let values = (entry.value.nodes ?? []).compactMap(\.text)
            guard !values.isEmpty, values.count == entry.value.nodes?.count else {
                throw YAMLError(at: entry.value, "values of \(entry.name) must be a list of texts")
            }
            options.append(BackupFingerprint.Option(entry.name, values))
        }
        return BackupFingerprint(options)
    }

    private static func destination(_ node: YAMLNode) throws(YAMLError) -> Destination {
        let fields = try YAMLFields(node, names: ["kind", "path", "start"])
        switch try fields.text("kind") {
        case "directory": return .directory
        case "file": return .file(path: try fields.text("path"))
        case "stdout":
            guard let start = Base64.decode(try fields.text("start")) else {
                throw YAMLError(at: try fields["start"], "start must be base64")
            }
            return .standardOutput(start: start)
        default: throw YAMLError(at: try fields["kind"], "kind must be directory, file or stdout")
        }
    }

    private static func file(_ node: YAMLNode) throws(YAMLError) -> File {
        let fields = try YAMLFields(node, names: ["name", "length", "records", "finished"])
        return File(
            name: try fields.text("name"),
            length: UInt64(try fields.count("length")),
            records: try fields.count("records"),
            isFinished: try fields.truth("finished")
        )
    }

    private static func partitions(_ node: YAMLNode) throws(YAMLError) -> PartitionProgress {
        let fields = try YAMLFields(node, names: ["complete", "not-started", "after"])
        var progress = PartitionProgress()
        for (name, status) in [("complete", PartitionStatus.complete(last: nil)), ("not-started", .notStarted)] {
            for node in try fields.nodes(name) {
                for partition in try Self.range(node) { try progress.insert(partition, status, at: node) }
            }
        }
        guard let entries = try fields["after"].entries else {
            throw YAMLError(at: try fields["after"], "after must be a mapping of partitions to digests")
        }
        for entry in entries {
            guard let bytes = entry.value.text.flatMap(Base64.decode), let digest = Digest(bytes),
                digest.partition.index == entry.key.count
            else {
                throw YAMLError(at: entry.value, "not the base64 of a digest of partition \(entry.name)")
            }
            try progress.insert(digest.partition, .incomplete(after: digest), at: entry.value)
        }
        return progress
    }

    /// Reads `7` or `7-9`.
    private static func range(_ node: YAMLNode) throws(YAMLError) -> [PartitionID] {
        let bounds = (node.text ?? "").split(separator: "-", omittingEmptySubsequences: false).map {
            PartitionID(Int($0) ?? -1)
        }
        guard bounds.count <= 2, let first = bounds.first ?? nil, let last = bounds.last ?? nil, first <= last else {
            throw YAMLError(at: node, "not a partition, nor a range of partitions such as 7-9")
        }
        return Array(PartitionID.all[first.index...last.index])
    }
}

extension PartitionProgress {
    fileprivate mutating func insert(
        _ partition: PartitionID,
        _ status: PartitionStatus,
        at node: YAMLNode
    ) throws(YAMLError) {
        guard self[partition] == nil else { throw YAMLError(at: node, "partition \(partition) stands here again") }
        self[partition] = status
    }
}
