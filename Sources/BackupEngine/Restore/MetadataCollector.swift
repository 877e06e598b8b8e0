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
        /// Modules that the cluster refused, perhaps for want of another one.
        var refusedModules: [FunctionModule] = []
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
        self.statistics.update { $0.indexes += 1 }
        guard self.plan.validatesOnly || self.plan.sets.isEmpty || self.plan.sets.contains(index.set) else {
            self.statistics.update { $0.skippedIndexes += 1 }
            return
        }
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
        do {
            try await self.restore(module, target: target)
        } catch let error as JobError where error.code == .metadata {
            self.state.withLock { $0.refusedModules.append(module) }
        }
    }

    private func restore(_ module: FunctionModule, target: any RecordTarget) async throws {
        try await target.restore(module)
        self.state.withLock { $0.modules.append(module) }
    }

    /// Restores what was kept for the end: indexes, and modules that may have wanted others which are there by now.
    func finish(target: any RecordTarget) async throws {
        try await self.retryModules(target: target)
        for index in self.state.withLock({ $0.keptIndexes }) { try await self.restore(index, target: target) }
    }

    /// Tries refused modules again for as long as one of them is taken: each may be what another one wants.
    private func retryModules(target: any RecordTarget) async throws {
        while true {
            let modules = self.state.withLock { state in
                defer { state.refusedModules = [] }
                return state.refusedModules
            }
            var refusals: [JobError] = []
            for module in modules {
                do {
                    try await self.restore(module, target: target)
                } catch let error as JobError where error.code == .metadata {
                    refusals.append(error)
                    self.state.withLock { $0.refusedModules.append(module) }
                }
            }
            guard refusals.count == modules.count else { continue }
            for error in refusals { self.failed(error) }
            return
        }
    }

    private func restore(_ index: SecondaryIndexDefinition, target: any RecordTarget) async throws {
        try await self.guarding {
            try await target.restore(index)
            self.state.withLock { $0.indexes.append(index) }
        }
    }

    private func guarding(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as JobError where error.code == .metadata {
            self.failed(error)
        }
    }

    private func failed(_ error: JobError) {
        self.logger.error("\(error.message)")
        self.state.withLock { $0.failures += 1 }
    }
}
