import AerospikeProtocol
import BackupStorage
import YAMLText

extension BackupState {
    /// The text of the file.
    package var text: [UInt8] {
        var root = YAMLNode([
            "asbackup-state": YAMLNode(Self.version),
            "options": self.optionsNode,
            "destination": self.destinationNode,
            "done": YAMLNode([
                "records": YAMLNode(self.records),
                "bytes": YAMLNode(self.bytes),
                "indexes": YAMLNode(self.counts.indexes),
                "modules": YAMLNode(self.counts.modules),
                "left-out": YAMLNode(self.counts.leftOut),
                "metadata-written": YAMLNode(self.hasMetadata),
                "indexes-written": YAMLNode(self.counts.writtenIndexes),
            ]),
            "files": YAMLNode(self.files.map(Self.node)),
            "partitions": self.partitionsNode,
        ])
        var entries = root.entries ?? []
        if !self.leftOutIndexes.isEmpty {
            let texts = YAMLNode(self.leftOutIndexes.map { YAMLNode(text: $0) })
            entries.append(YAMLEntry(key: YAMLNode(text: "indexes-left-out"), value: texts))
        }
        if let cluster { entries.append(YAMLEntry(key: YAMLNode(text: "cluster"), value: cluster.node)) }
        root.content = .mapping(entries)
        return YAMLWriter.text(
            root,
            comment: ["An interrupted backup. asbackup --continue with this file and the same options goes on."]
        )
    }

    private var optionsNode: YAMLNode {
        YAMLNode(
            .mapping(
                self.options.options.map { option in
                    let values = YAMLNode(option.values.map { YAMLNode(text: $0) })
                    return YAMLEntry(key: YAMLNode(text: option.name), value: values)
                }
            )
        )
    }

    private var destinationNode: YAMLNode {
        switch self.destination {
        case .directory: YAMLNode(["kind": YAMLNode(text: "directory")])
        case .file(let path): YAMLNode(["kind": YAMLNode(text: "file"), "path": YAMLNode(text: path)])
        case .standardOutput(let start):
            YAMLNode(["kind": YAMLNode(text: "stdout"), "start": YAMLNode(text: Base64.encode(start))])
        }
    }

    private static func node(_ file: File) -> YAMLNode {
        let node = YAMLNode([
            "name": YAMLNode(text: file.name),
            "length": YAMLNode(file.length),
            "records": YAMLNode(file.records),
            "finished": YAMLNode(file.isFinished),
        ])
        guard let ending = file.ending, let entries = node.entries else { return node }
        let entry = YAMLEntry(key: YAMLNode(text: "ending"), value: YAMLNode(text: ending.description))
        return YAMLNode(.mapping(entries + [entry]))
    }

    private var partitionsNode: YAMLNode {
        let after = self.partitions.resumeAfter.map { digest in
            YAMLEntry(key: YAMLNode(digest.partition.index), value: YAMLNode(text: Base64.encode(digest.bytes)))
        }
        return YAMLNode([
            "complete": Self.node(self.partitions.complete),
            "not-started": Self.node(self.partitions.notStarted),
            "after": YAMLNode(.mapping(after)),
        ])
    }

    private static func node(_ partitions: [PartitionID]) -> YAMLNode {
        YAMLNode(
            PartitionProgress.ranges(of: partitions).map { range in
                let text = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
                return YAMLNode(.scalar(text, isPlain: true))
            }
        )
    }
}
