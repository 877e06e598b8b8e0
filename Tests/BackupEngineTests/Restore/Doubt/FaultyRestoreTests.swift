import AerospikeClient
import AerospikeLocalServer
import AerospikeProtocol
import BackupFormat
import Foundation
import Logging
import Testing

@testable import BackupEngine

/// Restores into servers that are silent or lie, whose counters have to be right all the same (`Spec/reliability.md` §3).
@Suite struct `Restores into faulty servers` {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs a server, or nodes of a cluster, with faults.
    private func withServers(
        _ faults: String,
        nodes: Int = 1,
        _ body: (Cluster, FaultInjector) async throws -> Void
    ) async throws {
        let plan = try FaultPlan(parsing: faults)
        let injectors = (1...nodes).map { FaultInjector(plan, node: $0) }
        let configuration = LocalClusterConfiguration(nodes: nodes) { $1.faults = injectors[$0 - 1] }
        try await LocalCluster.run(configuration: configuration) { servers in
            let seeds = (1...nodes).map { Seed(host: "127.0.0.1", port: servers.port(of: $0)) }
            try await Cluster.withCluster(ClusterConfiguration(seeds: seeds), logger: Self.logger) { cluster in
                try await body(cluster, injectors[0])
            }
        }
    }

    /// Restores records of a file, and tells what was counted and how it ended.
    private func restore(
        _ count: Int,
        into cluster: Cluster,
        end: RestoreEnd = RestoreEnd(),
        change: (inout RestorePlan) -> Void
    ) async throws -> (counts: RestoreStatistics.Counts, error: (any Error)?) {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).asb")
        defer { try? FileManager.default.removeItem(at: file) }
        let text = (0..<count).map { SmallBackup.record($0) }.joined()
        try Data("Version 3.1\n# namespace test\n# first-file\n\(text)".utf8).write(to: file)
        var plan = RestorePlan(source: .file(path: file.path))
        plan.checksManifests = false
        change(&plan)
        let statistics = RestoreStatistics()
        do {
            try await RestoreRun(plan: plan, statistics: statistics, logger: Self.logger, end: end)
                .run(cluster: cluster)
            return (statistics.now, nil)
        } catch {
            return (statistics.now, error)
        }
    }

    /// The first node takes its batch and says nothing of it, nor of anything else; the second says that the records exist,
    /// and that they are new.
    @Test func `what a silent node wrote is asked of the node that answers`() async throws {
        try await self.withServers("1/batch#1-=cut:silence@0; 1/record#1-=silence", nodes: 2) { cluster, _ in
            let (counts, error) = try await self.restore(100, into: cluster) {
                $0.policy.existing = .keep
                $0.socketTimeout = 10_000
            }
            #expect(error == nil)
            #expect(counts.inserted == 100 && counts.existed == 0 && counts.inDoubt == 0)
        }
    }

    /// A signal behind the end interrupts nothing.
    @Test(arguments: [false, true]) func `the end is told from every failure`(fails: Bool) async throws {
        try await self.withServers(fails ? "record#1-=silence" : "") { cluster, _ in
            let end = RestoreEnd()
            let (_, error) = try await self.restore(16, into: cluster, end: end) {
                $0.disablesBatchWrites = true
                $0.retries.maximumRetries = 0
                if fails { $0.socketTimeout = 100 }
            }
            #expect((error != nil) == fails)
            #expect((end.result == nil) == fails)
            if case .failure = end.result { Issue.record("the server refused nothing") }
        }
    }

    @Test func `a node that is silent to one record is sent no other`() async throws {
        try await self.withServers("record#1-=silence") { cluster, faults in
            let (counts, error) = try await self.restore(16, into: cluster) {
                $0.disablesBatchWrites = true
                $0.socketTimeout = 10_000
                $0.retries.maximumRetries = 0
            }
            let reason = "no answer in time (node \(cluster.nodes[0]))"
            #expect((error as? JobError)?.message == "Max key-put retries exceeded (0), last error: \(reason)")
            #expect(counts.inserted == 0 && counts.inDoubt == 1 && faults.fired.count == 1)
        }
    }

    @Test func `a restore that is cancelled has only what it sent in doubt`() async throws {
        try await self.withServers("record#3=delay:held") { cluster, faults in
            let counts = try await withThrowingTaskGroup(of: RestoreStatistics.Counts?.self) { group in
                group.addTask {
                    let (counts, error) = try await self.restore(16, into: cluster) { $0.disablesBatchWrites = true }
                    #expect(error is CancellationError)
                    return counts
                }
                await faults.waitUntilHeld()
                group.cancelAll()
                return try await group.next() ?? nil
            }
            faults.stop()
            #expect(counts?.inserted == 2 && counts?.inDoubt == 1)
        }
    }

    /// `Spec/wire-protocol.md` §21.3
    @Test func `a record that was written and answered by an error of the server is in doubt`() async throws {
        try await self.withServers("write#3=applied:1") { cluster, _ in
            let (counts, error) = try await self.restore(16, into: cluster) { _ in }
            #expect((error as? JobError)?.code == .record)
            #expect(counts.inserted == 15 && counts.inDoubt == 1)
        }
    }

    @Test func `an index that never becomes ready is waited for until a signal`() async throws {
        try await self.withServers("index=load:40") { cluster, faults in
            let plan = RestorePlan(source: .file(path: ""))
            let statistics = RestoreStatistics()
            let target = ClusterTarget(
                cluster: cluster,
                plan: plan,
                form: .batch,
                statistics: statistics,
                logger: Self.logger
            )
            try await target.restore(
                SecondaryIndexDefinition(namespace: "test", name: "i", bin: "b", dataType: .numeric)
            )
            let stop = StopSignal()
            stop.request()
            let names = MetadataNames(indexes: [.init(namespace: "test", name: "i")])
            let error = await #expect(throws: JobError.self) { try await target.wait(for: names, stop: stop) }
            #expect(error?.message == "Interrupted by a signal while waiting for indexes and UDF files")
            #expect(faults.fired.count == 1)
        }
    }

    @Test func `an index or module that is given up is not called refused`() async throws {
        try await self.withServers("record=reset") { cluster, _ in
            let target = ClusterTarget(
                cluster: cluster,
                plan: RestorePlan(source: .file(path: "")),
                form: .batch,
                statistics: RestoreStatistics(),
                logger: Self.logger
            )
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    await #expect(throws: CancellationError.self) {
                        try await target.restore(
                            SecondaryIndexDefinition(namespace: "test", name: "i", bin: "b", dataType: .numeric)
                        )
                    }
                    await #expect(throws: CancellationError.self) {
                        try await target.restore(BackupFormat.FunctionModule(name: "m.lua", content: []))
                    }
                }
            }
        }
    }
}
