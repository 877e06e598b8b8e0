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
            switch try await self.state(of: index) {
            case .same:
                self.statistics.update { $0.matchedIndexes += 1 }
                return
            case .different: try await self.delete(index)
            case .absent: break
            }
            try await self.cluster.createIndex(IndexDefinition(index))
        } catch let error as AerospikeError {
            throw JobError(
                .metadata,
                "Error while creating index \(index.namespace):\(index.set):\(index.name) (\(index.bin)) - \(error)"
            )
        }
    }

    private enum IndexState { case absent, same, different }

    private func state(of index: SecondaryIndexDefinition) async throws -> IndexState {
        let existing = try await self.cluster.indexes(of: index.namespace).first { $0.name == index.name }
        guard let existing else { return .absent }
        return existing.isSame(as: IndexDefinition(index)) ? .same : .different
    }

    private func delete(_ index: SecondaryIndexDefinition) async throws {
        try await self.cluster.deleteIndex(IndexDefinition(index))
        for _ in 0..<Self.deletionChecks {
            if try await self.state(of: index) == .absent { return }
            try await Task.sleep(for: .seconds(1))
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
            throw JobError(.metadata, "Error while putting UDF file \(module.name) - \(error)")
        }
    }

    /// Waits until indexes are built and modules are known to every node.
    ///
    /// - Throws: `AerospikeError`; `CancellationError`.
    func wait(indexes: [SecondaryIndexDefinition], modules: [BackupFormat.FunctionModule]) async throws {
        for index in indexes {
            while try await !self.cluster.isIndexReady(index.name, in: index.namespace) {
                try await Task.sleep(for: .milliseconds(500))
            }
        }
        for module in modules {
            while try await !self.cluster.isModuleEverywhere(module.name) {
                try await Task.sleep(for: .milliseconds(500))
            }
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
    func isSame(as other: IndexDefinition) -> Bool {
        var own = self
        own.state = other.state
        return own == other
    }
}
