import AerospikeClient
import AerospikeProtocol
import BackupFormat
import Logging

/// The indexes and modules that stand in front of a backup's records.
struct BackupMetadata: Sendable {
    var indexes: [SecondaryIndexDefinition] = []
    var modules: [BackupFormat.FunctionModule] = []
    /// The indexes that the cluster has, those of unwanted sets included; the original counts them all.
    var listedIndexes = 0
    /// Why indexes that the cluster has are not among them though they were wanted, a sentence each.
    var leftOutIndexes: [String] = []
    /// The longest context that the original reads (`Spec/asb-format.md` §2).
    private static let longestOriginalContext = 999

    /// Reads what the plan wants from the cluster.
    ///
    /// - Throws: `JobError` or `AerospikeError`.
    static func read(plan: BackupPlan, cluster: Cluster, logger: Logger) async throws -> BackupMetadata {
        var metadata = BackupMetadata()
        if plan.withIndexes { try await metadata.readIndexes(plan: plan, cluster: cluster, logger: logger) }
        if plan.withModules { try await metadata.readModules(cluster: cluster, logger: logger) }
        return metadata
    }

    private mutating func readIndexes(plan: BackupPlan, cluster: Cluster, logger: Logger) async throws {
        let list = try await cluster.answer(to: "sindex-list:ns=\(plan.namespace);b64=true")
        if let failure = InfoFailure(value: list) {
            throw JobError(.metadata, "Error while listing secondary indexes: \(failure)")
        }
        let (definitions, unsupported) = SecondaryIndexDefinition.all(inList: list, namespace: plan.namespace)
        self.leftOutIndexes = unsupported.map { "\($0.message); it is left out of the backup" }
        for text in self.leftOutIndexes { logger.error("\(text)") }
        guard !definitions.isEmpty else {
            logger.info("No secondary indexes")
            return
        }
        self.indexes = definitions.filter { index in
            plan.sets.isEmpty || plan.sets.contains { $0.hasSameBytes(as: index.set) }
        }
        self.listedIndexes = definitions.count
        logger.info("Backing up \(definitions.count) secondary index(es)")
        if self.indexes.count < definitions.count {
            logger.info("Skipped \(definitions.count - self.indexes.count) index(es) with unwanted set(s)")
        }
        for index in self.indexes {
            guard let reason = Self.refusal(of: index) else { continue }
            logger.error(
                "Index \(index.name) \(reason): the asrestore of the original tools refuses files that hold one"
            )
        }
    }

    /// Why the original does not read the line of an index; `nil` if it does.
    private static func refusal(of index: SecondaryIndexDefinition) -> String? {
        if index.expression != nil { return "is on an expression" }
        guard index.context.utf8.count > Self.longestOriginalContext else { return nil }
        return "has a context of more than \(Self.longestOriginalContext) characters"
    }

    private mutating func readModules(cluster: Cluster, logger: Logger) async throws {
        let names = try await cluster.moduleNames()
        guard !names.isEmpty else { return }
        logger.info("Backing up \(names.count) UDF file(s)")
        for name in names {
            guard let module = try await Self.module(named: name, cluster: cluster) else {
                logger.error("UDF file \(name) was removed from the cluster meanwhile; it is not in the backup")
                continue
            }
            self.modules.append(module)
        }
    }

    /// Reads a module; `nil` if it has gone since modules were listed.
    private static func module(named name: String, cluster: Cluster) async throws -> BackupFormat.FunctionModule? {
        do throws(AerospikeError) {
            let module = try await cluster.module(named: name)
            return BackupFormat.FunctionModule(name: module.name, content: module.content)
        } catch {
            let names = try await cluster.moduleNames()
            guard names.contains(where: name.hasSameBytes) else { return nil }
            throw JobError(while: "reading UDF file \(name)", error)
        }
    }

    /// Appends the blocks: indexes, then modules.
    func write(to writer: inout ByteWriter) {
        for index in self.indexes { index.write(to: &writer) }
        for module in self.modules { module.write(to: &writer) }
    }
}
