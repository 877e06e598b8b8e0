import AerospikeClient
import AerospikeLocalServer

/// Secondary indexes and modules of a scenario.
struct MetadataSample: Sendable, CustomStringConvertible {
    let indexes: [IndexDefinition]
    let modules: [FunctionModule]
    /// Whether a restore makes indexes behind all records.
    let indexesLast: Bool
    /// Whether a restore waits until indexes are built and modules known everywhere.
    let waits: Bool

    /// Chooses.
    init(using random: inout SeededGenerator) {
        let (numeric, text) = (["numeric", "string"], ["", "a"])
        self.indexes = (0..<Int.random(in: 0...4, using: &random)).map { number in
            IndexDefinition(
                namespace: "test",
                set: text[Int.random(in: 0..<2, using: &random)],
                name: "index\(number)",
                bin: "bin\(number + 1)",
                type: numeric[Int.random(in: 0..<2, using: &random)]
            )
        }
        self.modules = (0..<Int.random(in: 0...3, using: &random)).map { number in
            let size = Int.random(in: 0...3000, using: &random)
            return FunctionModule(
                name: "module\(number).lua",
                content: Array("-- ".utf8) + (0..<size).map { _ in UInt8.random(in: 32...126, using: &random) }
            )
        }
        self.indexesLast = Bool.random(using: &random)
        self.waits = Bool.random(using: &random)
    }

    /// Puts them into a cluster.
    func store(in cluster: Cluster) async throws {
        for index in self.indexes { try await cluster.createIndex(index) }
        for module in self.modules { try await cluster.putModule(module) }
    }

    /// What is different in a cluster; `nil` if nothing is.
    func difference(in cluster: Cluster) async throws -> String? {
        let indexes = try await cluster.indexes(of: "test").map { index in
            var index = index
            index.state = ""
            return index
        }
        guard Set(indexes) == Set(self.indexes), indexes.count == self.indexes.count else {
            return "indexes \(indexes.map(\.name).sorted()) instead of \(self.indexes.map(\.name))"
        }
        let names = try await cluster.moduleNames().sorted()
        guard names == self.modules.map(\.name) else {
            return "modules \(names) instead of \(self.modules.map(\.name))"
        }
        for module in self.modules {
            let found = try await cluster.module(named: module.name)
            guard found.content == module.content else { return "another content of \(module.name)" }
        }
        return nil
    }

    /// The indexes and modules in words.
    var description: String { "\(self.indexes.count) index(es), \(self.modules.count) module(s)" }
}
