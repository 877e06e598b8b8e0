import BackupStorage

/// What a backup holds, and what its manifests say about that.
package struct ValidationResult: Sendable {
    /// What its records are.
    package let contents: BackupContents
    /// The names of its secondary indexes.
    package let indexes: [String]
    /// The names of its modules.
    package let modules: [String]
    /// The manifests of each directory read, with which all files agree.
    package let manifests: [CheckedManifests]
    /// Whether only one file of the backup was read.
    package let isSingleFile: Bool

    /// Whether a manifest was there.
    package var hasManifest: Bool { self.manifests.contains { !$0.manifests.isEmpty } }

    /// The partitions that the manifests cover.
    package var coveredPartitions: PartitionSet {
        self.manifests.reduce(into: PartitionSet()) { $0.formUnion($1.partitions) }
    }

    /// Whether the manifests say that nothing is missing in the partitions that they cover.
    package var isComplete: Bool { self.manifests.flatMap(\.manifests).allSatisfy(\.isComplete) }

    /// Checks what the files hold against what the manifests say they do.
    ///
    /// - Throws: `JobError` for the first that is not true.
    package func check() throws(JobError) {
        guard self.hasManifest else { return }
        for checked in self.manifests { try self.checkFiles(checked) }
        let manifests = self.manifests.flatMap(\.manifests)
        for set in self.contents.sets.keys {
            let namespace = String(decoding: set.namespace, as: UTF8.self)
            guard manifests.contains(where: { $0.namespace.hasSameBytes(as: namespace) }) else {
                throw Self.error("the backup is of \(manifests[0].namespace), but it holds records of \(namespace)")
            }
        }
        if let partition = self.contents.partitions.first(notIn: self.coveredPartitions) {
            throw Self.error("partition \(partition) is not covered, but there are records of it")
        }
        guard !self.isSingleFile else { return }
        let indexes = manifests.reduce(0) { $0 &+ $1.indexes }
        guard self.indexes.count == indexes else {
            throw Self.error("there are \(indexes) secondary index(es), but the files hold \(self.indexes.count)")
        }
        let modules = manifests.reduce(0) { $0 &+ $1.modules }
        guard self.modules.count == modules else {
            throw Self.error("there are \(modules) UDF file(s), but the files hold \(self.modules.count)")
        }
    }

    private func checkFiles(_ checked: CheckedManifests) throws(JobError) {
        for file in checked.files.values.sorted(by: { $0.name < $1.name }) {
            let path = checked.directory.path(of: file.name)
            guard let found = self.contents.files[ExactName(path)] ?? (self.isSingleFile ? nil : 0) else { continue }
            guard found == file.records else {
                throw Self.error("\(path) holds \(file.records) record(s), but it holds \(found)")
            }
        }
    }

    private static func error(_ words: String) -> JobError {
        JobError(.format, "The backup is not what its manifest says: \(words)")
    }
}
