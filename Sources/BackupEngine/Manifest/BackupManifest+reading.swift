import BackupStorage
package import YAMLText

extension BackupManifest {
    /// Reads a manifest.
    ///
    /// Keys that are not known are passed over, so that later versions may add some.
    ///
    /// - Parameter text: The whole file.
    /// - Throws: `YAMLError` with line and column of what is not as it should be.
    package init(text: [UInt8]) throws(YAMLError) {
        guard let root = try YAMLReader.document(text) else {
            throw YAMLError(line: 1, column: 1, "the file is empty")
        }
        let format = try root.value(of: "format")
        guard format.count == Self.format else {
            throw YAMLError(at: format, "this version reads manifests of format \(Self.format) only")
        }
        let partitions = try root.value(of: "partitions")
        let totals = try root.value(of: "totals")
        self.init(
            tool: try root.text(of: "tool"),
            namespace: try root.text(of: "namespace"),
            prefix: try root.text(of: "prefix"),
            started: try root.time(of: "started"),
            ended: try root.time(of: "ended"),
            files: try Self.files(root.nodes(of: "files")),
            indexes: try totals.count(of: "indexes"),
            modules: try totals.count(of: "modules"),
            partitions: try Self.partitions(partitions.nodes(of: "covered")),
            isComplete: try partitions.truth(of: "complete")
        )
        self.sets = try root.texts(of: "sets")
        self.bins = try root.texts(of: "bins")
        try self.readFilters(root)
        try self.readContainer(root.value(of: "container"))
        if root["indexes-left-out"] != nil { self.leftOutIndexes = try root.texts(of: "indexes-left-out") }
        if let node = root["cluster"] { self.cluster = try Cluster(node: node) }
        try self.check(totals)
        try Self.checkChecksum(root, text)
    }

    private mutating func readFilters(_ root: YAMLNode) throws(YAMLError) {
        for node in try root.nodes(of: "filters") {
            self.filters.append(Filter(option: try node.text(of: "option"), value: try node.text(of: "value")))
        }
    }

    private mutating func readContainer(_ node: YAMLNode) throws(YAMLError) {
        let compression = try node.value(of: "compression")
        switch compression.text {
        case "none": self.isCompressed = false
        case "zstd": self.isCompressed = true
        default: throw YAMLError(at: compression, "compression must be none or zstd")
        }
        let encryption = try node.value(of: "encryption")
        self.encryption = EncryptionMode(rawValue: encryption.text ?? "")
        guard self.encryption != nil || encryption.text == "none" else {
            throw YAMLError(at: encryption, "encryption must be none, aes128 or aes256")
        }
    }

    private static func files(_ nodes: [YAMLNode]) throws(YAMLError) -> [File] {
        var files: [File] = []
        var names: Set<ExactName> = []
        for node in nodes {
            let file = try File(node: node)
            guard names.insert(ExactName(file.name)).inserted else {
                throw YAMLError(at: node, "the file \(file.name) stands here again")
            }
            files.append(file)
        }
        return files
    }

    private static func partitions(_ nodes: [YAMLNode]) throws(YAMLError) -> [PartitionRange] {
        var ranges: [PartitionRange] = []
        for node in nodes {
            let parts = (node.text ?? "").split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
                .map { Int($0) }
            guard (1...2).contains(parts.count), let begin = parts[0], let end = parts[parts.count - 1],
                PartitionRange.all.contains(begin), PartitionRange.all.contains(end), begin <= end
            else { throw YAMLError(at: node, "partitions must be like 17 or 0-4095") }
            ranges.append(PartitionRange(begin: begin, count: end - begin + 1))
        }
        return ranges
    }

    /// Totals are there for people; they must not say something else than the files.
    private func check(_ node: YAMLNode) throws(YAMLError) {
        let sums = [
            ("files", UInt64(self.files.count)), ("bytes", self.bytes), ("records", UInt64(clamping: self.records)),
        ]
        for (key, sum) in sums where UInt64(try node.count(of: key)) != sum {
            throw YAMLError(at: try node.value(of: key), "\(key) must be the sum over the files, \(sum)")
        }
    }

    /// The last line must be the checksum of the text in front of it.
    private static func checkChecksum(_ root: YAMLNode, _ text: [UInt8]) throws(YAMLError) {
        let node = try root.value(of: Self.checksumKey)
        let start = (text.dropLast().lastIndex(of: 0x0A) ?? -1) + 1
        guard let last = root.entries?.last, last.name == Self.checksumKey, text.last == 0x0A,
            text[start...].elementsEqual("\(Self.checksumKey): \"\(node.text ?? "")\"\n".utf8)
        else { throw YAMLError(at: node, "the checksum must be the last line, and nothing behind it") }
        let checksum: Checksum
        do throws(StorageError) {
            checksum = try Checksum(of: text[..<start])
        } catch {
            throw YAMLError(at: node, error.message)
        }
        guard checksum.description == node.text else {
            throw YAMLError(
                at: node,
                "the manifest was changed: the text in front of this line has the checksum \(checksum)"
            )
        }
    }
}

extension BackupManifest.File {
    /// Reads a file as it stands in a manifest.
    ///
    /// - Throws: `YAMLError` with line and column of what is not as it should be.
    package init(node: YAMLNode) throws(YAMLError) {
        let name = try node.value(of: "name")
        guard let text = name.text, BackupDirectory.isBackupFile(text),
            !text.utf8.contains(UInt8(ascii: "/"))
        else {
            throw YAMLError(at: name, "the name of a file must end in .asb and be without directories")
        }
        let hash = try node.value(of: "checksum")
        guard let checksum = Checksum(hash.text ?? "") else {
            throw YAMLError(at: hash, "a checksum must be 32 hexadecimal digits")
        }
        let bytes = try node.count(of: "bytes")
        self.init(
            name: text,
            stored: StoredFile(bytes: UInt64(bytes), checksum: checksum),
            records: try node.count(of: "records")
        )
    }
}
