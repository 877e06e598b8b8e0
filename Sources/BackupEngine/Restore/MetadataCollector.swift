import BackupFormat
import Logging
import Synchronization

/// Takes the indexes and modules of all files: restores them at once, or keeps them for the end of the restore.
///
/// One that the cluster refuses does not end the restore, for the records behind it must not be lost; it is reported,
/// and the restore fails at its end. See `Spec/differences.md`.
final class MetadataCollector: Sendable {
    private struct State {
        var keptIndexes: [SecondaryIndexDefinition] = []
        var indexes: [SecondaryIndexDefinition] = []
        var modules: [FunctionModule] = []
        var failures = 0
    }

    private let plan: RestorePlan
    private let statistics: RestoreStatistics
    private let logger: Logger
    private let state = Mutex(State())

    /// Creates an empty collector.
    init(plan: RestorePlan, statistics: RestoreStatistics, logger: Logger) {
        self.plan = plan
        self.statistics = statistics
        self.logger = logger
    }

    /// The indexes that are kept for the end.
    var keptIndexes: [SecondaryIndexDefinition] { self.state.withLock { $0.keptIndexes } }
    /// The indexes that the cluster has now.
    var indexes: [SecondaryIndexDefinition] { self.state.withLock { $0.indexes } }
    /// The modules that the cluster has now.
    var modules: [FunctionModule] { self.state.withLock { $0.modules } }
    /// How many indexes and modules the cluster refused.
    var failures: Int { self.state.withLock { $0.failures } }

    /// Takes an index.
    func found(_ index: SecondaryIndexDefinition, target: any RecordTarget) async throws {
        guard self.plan.withIndexes || self.plan.validatesOnly else { return }
        guard self.plan.validatesOnly || self.plan.sets.isEmpty || self.plan.sets.contains(index.set) else {
            self.statistics.update { $0.skippedIndexes += 1 }
            return
        }
        self.statistics.update { $0.indexes += 1 }
        guard !self.plan.indexesLast else {
            self.state.withLock { $0.keptIndexes.append(index) }
            return
        }
        try await self.restore(index, target: target)
    }

    /// Takes a module.
    func found(_ module: FunctionModule, target: any RecordTarget) async throws {
        guard self.plan.withModules || self.plan.validatesOnly else { return }
        self.statistics.update { $0.modules += 1 }
        if !self.plan.validatesOnly {
            self.logger.info("Restoring UDF file \(module.name) (size \(module.content.count))")
        }
        try await self.guarding {
            try await target.restore(module)
            self.state.withLock { $0.modules.append(module) }
        }
    }

    /// Restores an index that was kept for the end.
    func restore(_ index: SecondaryIndexDefinition, target: any RecordTarget) async throws {
        try await self.guarding {
            try await target.restore(index)
            self.state.withLock { $0.indexes.append(index) }
        }
    }

    private func guarding(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as JobError where error.code == .metadata {
            self.logger.error("\(error.message)")
            self.state.withLock { $0.failures += 1 }
        }
    }
}
