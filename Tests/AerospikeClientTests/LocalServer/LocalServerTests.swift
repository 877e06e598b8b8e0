import AerospikeLocalServer
import AerospikeProtocol
import NIOCore
import Testing

@testable import AerospikeClient

@Suite struct `A cluster in memory` {
    private func withCluster<Result: Sendable>(_ body: (Cluster, Node) async throws -> Result) async throws -> Result {
        try await LocalServer.run { server in
            try await Cluster.withCluster(.test(server.port), logger: .silent) { cluster in
                try await body(cluster, try #require(cluster.nodes.first))
            }
        }
    }

    /// Writes records by batches.
    private func load(_ count: Int, set: String, size: Int = 100, on cluster: Cluster, _ node: Node) async throws {
        for start in stride(from: 0, to: count, by: 500) {
            let numbers = start..<min(start + 500, count)
            var written: Set<Int> = []
            let message = NumberedRecords.batch(numbers, set: set, size: size)
            let end = try await cluster.batch(
                message,
                rows: numbers.count,
                on: node,
                timeout: .seconds(3600)
            ) { index, resultCode in resultCode == .ok && written.insert(Int(index)).inserted }
            #expect(end == .ok)
            #expect(written == Set(numbers))
        }
    }

    @Test func `returns by a scan what batches wrote`() async throws {
        try await self.withCluster { cluster, node in
            try await self.load(2500, set: "s", size: 1000, on: cluster, node)
            var scan = WholeScan(set: "s")
            try await scan.run(on: cluster)
            #expect(scan.digests.count == 2500)
            #expect(Set(scan.digests) == Set((0..<2500).map { NumberedRecords.digest($0, set: "s") }))
            #expect(scan.tracker.failures == [])
            #expect(scan.tracker.isComplete)
        }
    }

    @Test func `returns every record once although answers break off`() async throws {
        try await self.withCluster { cluster, node in
            try await self.load(3000, set: "s", size: 1000, on: cluster, node)
            var scan = WholeScan(set: "s")
            try await scan.run(on: cluster) { count throws(AerospikeError) in
                if count % 700 == 0 { throw AerospikeError(.connectionLost, "broken off after \(count) records") }
            }
            #expect(scan.digests.count == 3000)
            #expect(Set(scan.digests).count == 3000)
            #expect(scan.tracker.failures.map(\.code) == Array(repeating: .connectionLost, count: 4))
        }
    }

    /// One MiB is never reached, and 100 records at 100 a second take a second.
    @Test func `is silent to the end of a slow scan, which is waited for`() async throws {
        try await self.withCluster { cluster, node in
            try await self.load(100, set: "s", on: cluster, node)
            var request = PartitionScanRequest(namespace: "test", set: "s", taskID: 77)
            request.partitions = Array(PartitionID.all)
            request.recordsPerSecond = 1
            var sizes: [Int] = []
            try await cluster.scan(request, on: node, idleTimeout: .milliseconds(20)) { body in
                let messages = try Message.all(in: body.readableBytesSpan)
                sizes.append(messages.count)
                return messages.last?.header.info3.contains(.last) == true ? .finished : .more
            }
            #expect(sizes == [100, 1])
            let job = try await cluster.info("query-show:trid=77", on: node)
            #expect(job.contains(":status=done(ok):job-progress=100.00:"))
        }
    }

    @Test func `goes on where an earlier scan stopped`() async throws {
        try await self.withCluster { cluster, node in
            try await self.load(1000, set: "s", on: cluster, node)
            var first = WholeScan(set: "s", tracker: PartitionTracker(partitions: PartitionID.all, maximumRecords: 300))
            try await first.run(on: cluster)
            #expect(first.digests.count == 300)
            var partitions: [PartitionID] = []
            var digests: [Digest] = []
            for partition in first.tracker.partitions {
                switch first.tracker.status(of: partition) {
                case .notStarted: partitions.append(partition)
                case .incomplete(let digest): digests.append(digest)
                case .complete, nil: break
                }
            }
            let tracker = PartitionTracker(partitions: partitions, resumeAfter: digests)
            var second = WholeScan(set: "s", tracker: tracker, firstTaskID: 1000)
            try await second.run(on: cluster)
            #expect(second.digests.count == 700)
            #expect(Set(first.digests + second.digests).count == 1000)
        }
    }

    @Test func `answers many requests at the same time`() async throws {
        try await self.withCluster { cluster, node in
            let results = try await withThrowingTaskGroup(of: ResultCode.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await cluster.write(
                            NumberedRecords.write(number, set: "w"),
                            on: node,
                            timeout: .seconds(3600)
                        )
                    }
                }
                var results: [ResultCode] = []
                for try await result in group { results.append(result) }
                return results
            }
            #expect(results == Array(repeating: .ok, count: 200))
            let again = NumberedRecords.write(7, set: "w", flags: [.write, .createOnly])
            let result = try await cluster.write(again, on: node, timeout: .seconds(3600))
            #expect(result == .recordExists)
            let sets = try await cluster.sets(of: "test", on: node)
            #expect(sets.first { $0.set == "w" }?.objects == 200)
            let statistics = try await cluster.statistics(of: "test", on: node)
            #expect(statistics.objects == 200)
        }
    }

    @Test func `tells of unknown namespaces`() async throws {
        try await self.withCluster { cluster, node in
            let error = await #expect(throws: AerospikeError.self) {
                try await cluster.statistics(of: "nonsense", on: node)
            }
            #expect(error?.code == .unknownNamespace)
        }
    }

    @Test func `makes, lists and drops indexes`() async throws {
        try await self.withCluster { cluster, _ in
            let index = IndexDefinition(namespace: "test", set: "s", name: "i", bin: "a", type: "STRING")
            try await cluster.createIndex(index)
            let listed = try await cluster.indexes(of: "test")
            #expect(listed.map(\.name) == ["i"])
            #expect(listed.map(\.set) == ["s"])
            #expect(listed.map { $0.type.lowercased() } == ["string"])
            for _ in 0..<1000 where try await !cluster.isIndexReady("i", in: "test") { await Task.yield() }
            let isReady = try await cluster.isIndexReady("i", in: "test")
            #expect(isReady)
            try await cluster.deleteIndex(index)
            let left = try await cluster.indexes(of: "test")
            #expect(left.isEmpty)
        }
    }

    @Test func `keeps modules`() async throws {
        try await self.withCluster { cluster, _ in
            let module = FunctionModule(name: "m.lua", content: Array("-- nothing\n".utf8))
            try await cluster.putModule(module)
            let names = try await cluster.moduleNames()
            #expect(names == ["m.lua"])
            let read = try await cluster.module(named: "m.lua")
            #expect(read == module)
            let isEverywhere = try await cluster.isModuleEverywhere("m.lua")
            #expect(isEverywhere)
            let error = await #expect(throws: AerospikeError.self) { try await cluster.module(named: "x.lua") }
            #expect(error?.resultCode == .functionFailed)
            let acceptsBatches = try await cluster.acceptsBatchWrites()
            #expect(acceptsBatches)
        }
    }
}
