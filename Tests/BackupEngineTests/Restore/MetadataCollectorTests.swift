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

    /// A server that takes no module.
    private struct Refuser: RecordTarget {
        let form: RecordBatch.Form? = .batch
        func routes(namespace: String) throws(JobError) -> PartitionRoutes { .none }
        func write(_ batch: RecordBatch) async throws -> WriteResult { WriteResult() }
        func restore(_ index: SecondaryIndexDefinition) async throws {}
        func restore(_ module: FunctionModule) async throws { throw JobError(.metadata, "no \(module.name)") }
    }

    private static func collector(
        _ log: CapturedLog = CapturedLog(),
        change: (inout RestorePlan) -> Void = { _ in }
    ) -> MetadataCollector {
        var plan = RestorePlan(source: .file(path: "x"))
        change(&plan)
        return MetadataCollector(
            plan: plan,
            statistics: RestoreStatistics(),
            logger: Logger(label: "test") { _ in log }
        )
    }

    private static func restore(_ modules: [(String, needs: String)]) async throws -> (Compiler, MetadataCollector) {
        let compiler = Compiler()
        let collector = Self.collector()
        for (name, needs) in modules {
            let module = FunctionModule(name: name, content: Array(needs.utf8))
            try await collector.found(module, in: "f.asb", target: compiler)
        }
        try await collector.finish(target: compiler)
        return (compiler, collector)
    }

    @Test func `they may need one another in any order`() async throws {
        let (compiler, collector) = try await Self.restore([("a", "b c"), ("b", "c"), ("c", "d"), ("d", "")])
        #expect(compiler.modules == ["a", "b", "c", "d"])
        #expect(collector.failures == 0 && Set(collector.names.modules) == ["a", "b", "c", "d"])
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

    /// Two of 40 MiB are more than the 64 MiB that are kept: the second is a failure at once.
    @Test func `refused ones are kept up to a size`() async throws {
        let log = CapturedLog()
        let collector = Self.collector(log)
        let content = [UInt8](repeating: 0x2D, count: 40 << 20)
        for name in ["a", "b", "c"] {
            let module = FunctionModule(name: name, content: name == "c" ? [] : content)
            try await collector.found(module, in: "f.asb", target: Refuser())
        }
        #expect(collector.failures == 1)
        #expect(log.lines.last { $0.hasPrefix("no ") }?.hasPrefix("no b (not tried again: over 64 MiB") == true)
        try await collector.finish(target: Refuser())
        #expect(collector.failures == 3 && collector.names.modules.isEmpty)
    }

    @Test(arguments: [(false, 0), (true, 0), (false, 1), (true, 1)])
    func `more than any cluster has are damage`(indexesLast: Bool, excess: Int) async throws {
        let collector = Self.collector { $0.indexesLast = indexesLast }
        var index = SecondaryIndexDefinition(namespace: "test", name: "i", bin: "b", dataType: .numeric)
        // 64 of them fill 64 MiB to the last byte, with one that is longer there is no room for the last.
        index.name = String(repeating: "i", count: (1 << 20) - "testb".utf8.count)
        for number in 0..<64 {
            if number == 62, excess > 0 { index.name += "i" }
            guard number < 63 || excess == 0 else { break }
            try await collector.found(index, in: "f.asb", target: Refuser())
        }
        let error = await #expect(throws: JobError.self) {
            try await collector.found(index, in: "f.asb", target: Refuser())
        }
        #expect(error?.code == .format && error?.message.contains("f.asb") == true)
    }

    @Test func `sets that only look the same are others`() async throws {
        let collector = Self.collector { $0.sets = ["\u{E9}"] }
        for (name, set) in [("wanted", "\u{E9}"), ("unwanted", "e\u{301}")] {
            var index = SecondaryIndexDefinition(namespace: "test", name: name, bin: "b", dataType: .numeric)
            index.set = set
            try await collector.found(index, in: "f.asb", target: ValidationTarget())
        }
        #expect(collector.names.indexes.map(\.name) == ["wanted"])
    }

    @Test(arguments: [false, true]) func `a check keeps their names`(indexesLast: Bool) async throws {
        let collector = Self.collector { plan in
            plan.validatesOnly = true
            plan.indexesLast = indexesLast
        }
        let index = SecondaryIndexDefinition(namespace: "test", name: "i", bin: "b", dataType: .numeric)
        try await collector.found(index, in: "f.asb", target: ValidationTarget())
        let module = FunctionModule(name: "m.lua", content: [1, 2, 3])
        try await collector.found(module, in: "f.asb", target: ValidationTarget())
        #expect(collector.names.indexes == [.init(namespace: "test", name: "i")])
        #expect(collector.names.modules == ["m.lua"])
    }
}
