import AerospikeClient
import AerospikeProtocol
import BackupStorage
import YAMLText

extension BackupState {
    /// The bytes in front of the files in a state of the C tools (`Spec/asb-format.md` §11).
    private static let originalHeadSize = 83_544

    /// The largest number of anything: 2^50 bytes are a PiB.
    private static let largestCount = 1 << 50

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
        try root.check(
            keys: [
                "asbackup-state", "options", "destination", "done", "indexes-left-out", "files", "partitions",
                "cluster",
            ]
        )
        self.init(
            options: try Self.options(root.value(of: "options")),
            destination: try Self.destination(root.value(of: "destination"))
        )
        let done = try root.value(of: "done")
        try done.check(
            keys: ["records", "bytes", "indexes", "modules", "left-out", "metadata-written", "indexes-written"]
        )
        self.hasMetadata = try done.truth(of: "metadata-written")
        self.counts.indexes = try Self.count(of: "indexes", in: done)
        self.counts.writtenIndexes = try Self.count(of: "indexes-written", in: done)
        self.counts.modules = try Self.count(of: "modules", in: done)
        self.counts.leftOut = try Self.count(of: "left-out", in: done)
        var names: Set<ExactName> = []
        for node in try root.nodes(of: "files") {
            let file = try Self.file(node)
            guard names.insert(ExactName(file.name)).inserted else {
                throw YAMLError(at: node, "the file \(file.name) stands here again")
            }
            self.files.append(file)
        }
        self.partitions = try Self.partitions(root.value(of: "partitions"))
        if root["indexes-left-out"] != nil { self.leftOutIndexes = try root.texts(of: "indexes-left-out") }
        if let node = root["cluster"] { self.cluster = try BackupManifest.Cluster(node: node) }
        guard self.records == (try Self.count(of: "records", in: done)),
            self.bytes == UInt64(try Self.count(of: "bytes", in: done))
        else {
            throw YAMLError(at: done, "records and bytes are not the sums over the files")
        }
    }

    /// A number with which can be reckoned without a thought of overflow.
    private static func count(of key: String, in node: YAMLNode) throws(YAMLError) -> Int {
        let count = try node.count(of: key)
        guard count <= Self.largestCount else {
            throw YAMLError(at: try node.value(of: key), "\(key) is more than any backup holds, \(Self.largestCount)")
        }
        return count
    }

    private static func options(_ node: YAMLNode) throws(YAMLError) -> BackupFingerprint {
        guard let entries = node.entries else { throw YAMLError(at: node, "options must be a mapping") }
        try node.check(keys: BackupFingerprint.names)
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
        try node.check(keys: ["kind", "path", "start"])
        switch try node.text(of: "kind") {
        case "directory": return .directory
        case "file": return .file(path: try node.text(of: "path"))
        case "stdout":
            guard let start = Base64.decode(try node.text(of: "start")) else {
                throw YAMLError(at: try node.value(of: "start"), "start must be base64")
            }
            return .standardOutput(start: start)
        default: throw YAMLError(at: try node.value(of: "kind"), "kind must be directory, file or stdout")
        }
    }

    private static func file(_ node: YAMLNode) throws(YAMLError) -> File {
        try node.check(keys: ["name", "length", "records", "finished", "ending"])
        var file = File(
            name: try node.text(of: "name"),
            length: UInt64(try Self.count(of: "length", in: node)),
            records: try Self.count(of: "records", in: node),
            isFinished: try node.truth(of: "finished")
        )
        if let node = node["ending"] {
            guard let ending = Checksum(node.text ?? "") else {
                throw YAMLError(at: node, "ending must be 32 hexadecimal digits")
            }
            file.ending = ending
        }
        return file
    }

    private static func partitions(_ node: YAMLNode) throws(YAMLError) -> PartitionProgress {
        try node.check(keys: ["complete", "not-started", "after"])
        var progress = PartitionProgress()
        for (name, status) in [("complete", PartitionStatus.complete(last: nil)), ("not-started", .notStarted)] {
            for node in try node.nodes(of: name) {
                for partition in try Self.range(node) { try progress.insert(partition, status, at: node) }
            }
        }
        let after = try node.value(of: "after")
        guard let entries = after.entries else {
            throw YAMLError(at: after, "after must be a mapping of partitions to digests")
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
        let bounds = (node.text ?? "").split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
            .map { PartitionID(Int($0) ?? -1) }
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
