import AerospikeClient
import AerospikeProtocol
package import BackupFormat

extension ClusterTarget {
    /// How often an index that is being deleted is looked for, once a second (`Spec/semantics.md` §B7).
    private static var deletionChecks: Int { 10 }

    /// Creates an index unless it is there; one of the same name that differs is replaced.
    ///
    /// - Throws: `JobError` with code `metadata` if the cluster refuses.
    package func restore(_ index: SecondaryIndexDefinition) async throws {
        do {
            var state = try await self.state(of: index)
            if state == .different { state = try await self.delete(index) }
            if state == .absent { state = try await self.create(index) }
            if state == .same { self.statistics.update { $0.matchedIndexes += 1 } }
        } catch let error as AerospikeError {
            guard error.code != .cancelled else { throw CancellationError() }
            throw JobError(
                .metadata,
                "Error while creating index \(index.namespace):\(index.set):\(index.name) (\(index.bin)) - \(error)"
            )
        }
    }

    /// Creates an index.
    ///
    /// - Returns: `.absent` if it was, and `.same` if somebody was faster, such as another file of the backup.
    private func create(_ index: SecondaryIndexDefinition) async throws -> IndexState {
        do {
            try await self.cluster.createIndex(IndexDefinition(index))
            return .absent
        } catch {
            guard try await self.state(of: index) == .same else { throw error }
            return .same
        }
    }

    private enum IndexState { case absent, same, different }

    private func state(of index: SecondaryIndexDefinition) async throws -> IndexState {
        let existing = try await self.cluster.indexes(of: index.namespace)
            .first { $0.name.hasSameBytes(as: index.name) }
        guard let existing else { return .absent }
        return existing.isSame(as: IndexDefinition(index)) ? .same : .different
    }

    /// Deletes an index that differs, and waits until it is gone.
    ///
    /// - Returns: `.absent`, or `.same` if somebody has created it as it should be meanwhile.
    private func delete(_ index: SecondaryIndexDefinition) async throws -> IndexState {
        try await self.cluster.deleteIndex(IndexDefinition(index))
        for check in 0..<Self.deletionChecks {
            if check > 0 { try await Task.sleep(for: .seconds(1)) }
            let state = try await self.state(of: index)
            if state != .different { return state }
        }
        self.statistics.update { $0.mismatchedIndexes += 1 }
        throw JobError(.metadata, "Error while removing mismatched index \(index.namespace):\(index.name)")
    }

    /// Stores a module, over one of the same name.
    ///
    /// - Throws: `JobError` with code `metadata` if the cluster refuses.
    package func restore(_ module: BackupFormat.FunctionModule) async throws {
        do {
            try await self.cluster.putModule(.init(name: module.name, content: module.content))
        } catch {
            guard error.code != .cancelled else { throw CancellationError() }
            throw JobError(.metadata, "Error while putting UDF file \(module.name) - \(error)")
        }
    }

    /// Waits until indexes are built and modules are there on every node.
    ///
    /// - Throws: `AerospikeError`; `CancellationError`; `JobError` if the wait is to stop.
    func wait(for names: MetadataNames, stop: StopSignal) async throws {
        for index in names.indexes {
            try await Self.poll(stop) { try await self.cluster.isIndexReady(index.name, in: index.namespace) }
        }
        for module in names.modules {
            try await Self.poll(stop) { try await self.cluster.isModuleEverywhere(module) }
        }
    }

    /// Asks twice a second until the answer is yes (`Spec/semantics.md` §B7).
    private static func poll(_ stop: StopSignal, _ isReady: () async throws -> Bool) async throws {
        while try await !isReady() {
            guard !stop.isRequested else {
                throw JobError(.interrupted, "Interrupted by a signal while waiting for indexes and UDF files")
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}

extension IndexDefinition {
    private static let types: [SecondaryIndexDefinition.DataType: String] = [
        .numeric: "numeric", .string: "string", .geo: "geo2dsphere", .blob: "blob",
    ]
    private static let kinds: [SecondaryIndexDefinition.Kind: String] = [
        .value: "default", .list: "list", .mapKeys: "mapkeys", .mapValues: "mapvalues",
    ]

    /// Says a definition of a backup in the server's words.
    init(_ index: SecondaryIndexDefinition) {
        self.init(
            namespace: index.namespace,
            set: index.coversAllSets ? "" : index.set,
            name: index.name,
            bin: index.expression == nil ? index.bin : "",
            type: Self.types[index.dataType] ?? "",
            kind: Self.kinds[index.kind] ?? "",
            context: index.context,
            expression: index.expression ?? ""
        )
    }

    /// Whether both are the same index, whatever their state.
    func isSame(as other: IndexDefinition) -> Bool { self.words == other.words }

    /// All that makes the index.
    private var words: [ExactName] {
        [
            self.namespace, self.set, self.name, self.bin, self.type, self.kind, self.context, self.expression,
        ].map { ExactName($0) }
    }
}
