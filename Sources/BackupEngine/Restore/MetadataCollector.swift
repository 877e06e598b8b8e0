import BackupFormat
import Logging
import Synchronization

/// Takes the indexes and modules of all files: restores them at once, or keeps them for the end of the restore. Of those
/// that are restored only names are kept, and of all together no more than `MetadataLimit` lets.
///
/// One that the cluster refuses does not end the restore, for the records behind it must not be lost; it is reported,
/// and the restore fails at its end. See `Spec/differences.md`.
final class MetadataCollector: Sendable {
    private struct State {
        var limit = MetadataLimit()
        /// Indexes that are created at the end.
        var keptIndexes: [SecondaryIndexDefinition] = []
        var names = MetadataNames()
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

    /// What the cluster has now; of a backup that is only checked, what it holds.
    var names: MetadataNames { self.state.withLock { $0.names } }
    /// How many indexes and modules the cluster refused.
    var failures: Int { self.state.withLock { $0.failures } }

    /// Takes an index.
    ///
    /// - Throws: `JobError`, of code `format` if there are too many of them.
    func found(_ index: SecondaryIndexDefinition, in file: String, target: any RecordTarget) async throws {
        guard self.plan.withIndexes || self.plan.validatesOnly else { return }
        self.statistics.update { $0.indexes += 1 }
        guard
            self.plan.validatesOnly || self.plan.sets.isEmpty || self.plan.sets.contains(where: index.set.hasSameBytes)
        else {
            self.statistics.update { $0.skippedIndexes += 1 }
            return
        }
        try self.state.withLock { try $0.limit.take(index.wordBytes, from: file) }
        guard !self.plan.indexesLast || self.plan.validatesOnly else {
            self.state.withLock { $0.keptIndexes.append(index) }
            return
        }
        try await self.restore(index, target: target)
    }

    /// Takes a module.
    ///
    /// - Throws: `JobError`, of code `format` if there are too many of them.
    func found(_ module: FunctionModule, in file: String, target: any RecordTarget) async throws {
        guard self.plan.withModules || self.plan.validatesOnly else { return }
        self.statistics.update { $0.modules += 1 }
        try self.state.withLock { try $0.limit.take(module.name.utf8.count, from: file) }
        if !self.plan.validatesOnly {
            self.logger.info("Restoring UDF file \(module.name) (size \(module.content.count))")
        }
        do {
            try await self.restore(module, target: target)
        } catch let error as JobError where error.code == .metadata {
            self.refused(module, error)
        }
    }

    /// Keeps a module to be tried again at the end, as long as those that are kept are not too large.
    private func refused(_ module: FunctionModule, _ error: JobError) {
        let isKept = self.state.withLock { state in
            guard state.limit.keep(module.content.count) else { return false }
            state.refusedModules.append(module)
            return true
        }
        guard !isKept else { return }
        var error = error
        error.message += " (not tried again: over \(MetadataLimit.bytes >> 20) MiB of UDF files were refused)"
        self.failed(error)
    }

    private func restore(_ module: FunctionModule, target: any RecordTarget) async throws {
        try await target.restore(module)
        self.state.withLock { $0.names.modules.append(module.name) }
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
            self.state.withLock { $0.names.indexes.append(.init(namespace: index.namespace, name: index.name)) }
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
