import BackupFormat
import Logging
import Synchronization
import Testing

@testable import BackupEngine

@Suite struct `Modules of a restore` {
    /// A server that compiles: a module is refused as long as one that it requires is not there.
    private final class Compiler: RecordTarget {
        private struct State {
            var modules: Set<String> = []
            var refusals = 0
        }

        let form: RecordBatch.Form? = .batch
        private let state = Mutex(State())

        var modules: Set<String> { self.state.withLock { $0.modules } }
        var refusals: Int { self.state.withLock { $0.refusals } }

        func routes(namespace: String) throws(JobError) -> PartitionRoutes { .none }
        func write(_ batch: RecordBatch) async throws -> WriteResult { WriteResult() }
        func restore(_ index: SecondaryIndexDefinition) async throws {}
        func restore(_ module: FunctionModule) async throws {
            try self.state.withLock { state in
                let required = String(decoding: module.content, as: UTF8.self).split(separator: " ").map(String.init)
                guard state.modules.isSuperset(of: required) else {
                    state.refusals += 1
                    throw JobError(.metadata, "code 100: error=compile_error")
                }
                state.modules.insert(module.name)
            }
        }
    }

    private static func restore(_ modules: [(String, needs: String)]) async throws -> (Compiler, MetadataCollector) {
        let compiler = Compiler()
        let collector = MetadataCollector(
            plan: RestorePlan(source: .file(path: "x")),
            statistics: RestoreStatistics(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        for (name, needs) in modules {
            try await collector.found(FunctionModule(name: name, content: Array(needs.utf8)), target: compiler)
        }
        try await collector.finish(target: compiler)
        return (compiler, collector)
    }

    @Test func `they may need one another in any order`() async throws {
        let (compiler, collector) = try await Self.restore([("a", "b c"), ("b", "c"), ("c", "d"), ("d", "")])
        #expect(compiler.modules == ["a", "b", "c", "d"])
        #expect(collector.failures == 0 && Set(collector.modules.map(\.name)) == ["a", "b", "c", "d"])
    }

    @Test func `those that never compile are failures and keep nobody else back`() async throws {
        let (compiler, collector) = try await Self.restore([("a", "absent"), ("b", "a"), ("c", "d"), ("d", "")])
        #expect(compiler.modules == ["c", "d"])
        #expect(collector.failures == 2)
    }

    @Test func `one that is alone is tried again once`() async throws {
        let (compiler, collector) = try await Self.restore([("a", "absent")])
        #expect(compiler.refusals == 2 && collector.failures == 1)
    }
}
