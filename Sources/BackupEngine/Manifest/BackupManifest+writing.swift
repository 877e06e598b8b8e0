package import BackupStorage
package import YAMLText

extension BackupManifest {
    /// What the last line begins with: the checksum of everything in front of it.
    static let checksumKey = "checksum"

    /// The text of the manifest (`Spec/manifest.md` §1).
    ///
    /// - Throws: `StorageError` if there is no memory for its checksum.
    package func text() throws(StorageError) -> [UInt8] {
        let comment = [
            "Manifest of an Aerospike backup: what asrestore checks before it restores these files.",
            "The checksums are \(Checksum.name) of the bytes as they are stored: xxhsum -H128 prints the same.",
        ]
        var text = YAMLWriter.text(self.node, comment: comment)
        text += Array("\(Self.checksumKey): \"\(try Checksum(of: text))\"\n".utf8)
        return text
    }

    private var node: YAMLNode {
        guard case .mapping(var entries) = self.fixedNode.content, let files = entries.popLast() else {
            return self.fixedNode
        }
        if !self.leftOutIndexes.isEmpty {
            let texts = YAMLNode(self.leftOutIndexes.map { YAMLNode(text: $0) })
            entries.append(YAMLEntry(key: YAMLNode(text: "indexes-left-out"), value: texts))
        }
        if let cluster { entries.append(YAMLEntry(key: YAMLNode(text: "cluster"), value: cluster.node)) }
        return YAMLNode(.mapping(entries + [files]))
    }

    /// What every manifest has.
    private var fixedNode: YAMLNode {
        YAMLNode([
            "format": YAMLNode(Self.format),
            "tool": YAMLNode(text: self.tool),
            "namespace": YAMLNode(text: self.namespace),
            "prefix": YAMLNode(text: self.prefix),
            "sets": YAMLNode(self.sets.map { YAMLNode(text: $0) }),
            "bins": YAMLNode(self.bins.map { YAMLNode(text: $0) }),
            "filters": YAMLNode(
                self.filters.map { YAMLNode(["option": YAMLNode(text: $0.option), "value": YAMLNode(text: $0.value)]) }
            ),
            "started": YAMLNode(text: self.started.description),
            "ended": YAMLNode(text: self.ended.description),
            "container": YAMLNode([
                "compression": YAMLNode(text: self.isCompressed ? "zstd" : "none"),
                "encryption": YAMLNode(text: self.encryption?.rawValue ?? "none"),
            ]),
            "totals": YAMLNode([
                "files": YAMLNode(self.files.count),
                "bytes": YAMLNode(self.bytes),
                "records": YAMLNode(self.records),
                "indexes": YAMLNode(self.indexes),
                "modules": YAMLNode(self.modules),
            ]),
            "partitions": YAMLNode([
                "covered": YAMLNode(self.partitions.map { YAMLNode(text: Self.text(of: $0)) }),
                "complete": YAMLNode(self.isComplete),
            ]),
            "files": YAMLNode(self.files.map(\.node)),
        ])
    }

    private static func text(of range: PartitionRange) -> String {
        range.count == 1 ? "\(range.begin)" : "\(range.begin)-\(range.begin + range.count - 1)"
    }
}

extension BackupManifest.File {
    /// The file as it stands in a manifest.
    package var node: YAMLNode {
        YAMLNode([
            "name": YAMLNode(text: self.name),
            "bytes": YAMLNode(self.stored.bytes),
            "records": YAMLNode(self.records),
            "checksum": YAMLNode(text: self.stored.checksum.description),
        ])
    }
}
