import AerospikeProtocol
import Testing

@testable import AerospikeClient

@Suite struct `Trackers of partition scans` {
    private static let nodeA = Node(id: "A", host: "a", port: 3000, build: "8.1.0.3")
    private static let nodeB = Node(id: "B", host: "b", port: 3000, build: "8.1.0.3")

    /// Even partitions have A as master and B as replica, odd ones the other way round.
    private static let map = PartitionMap(
        namespace: "test",
        owners: (0..<4096).map { $0 % 2 == 0 ? [nodeA, nodeB] : [nodeB, nodeA] }
    )

    private static let onlyA = PartitionMap(namespace: "test", owners: (0..<4096).map { _ in [nodeA] })

    /// A digest in a partition, told apart by its last byte.
    private func digest(_ partition: Int, _ last: UInt8 = 0) throws -> Digest {
        var bytes = [UInt8](repeating: 0, count: 20)
        bytes[0] = UInt8(partition & 255)
        bytes[1] = UInt8(partition >> 8)
        bytes[19] = last
        return try #require(Digest(bytes))
    }

    private func partitions(_ range: Range<Int>) -> [PartitionID] { range.compactMap { PartitionID($0) } }

    private func isDone(_ outcome: PartitionTracker.Outcome) -> Bool {
        if case .done = outcome { true } else { false }
    }

    private func isRetry(_ outcome: PartitionTracker.Outcome) -> Bool {
        if case .retry = outcome { true } else { false }
    }

    @Test func `give each master its partitions`() {
        var tracker = PartitionTracker(partitions: PartitionID.all)
        let assignments = tracker.startRound(Self.map)
        #expect(assignments.map(\.node.id) == ["A", "B"])
        #expect(assignments.map(\.partitions.count) == [2048, 2048])
        #expect(assignments.allSatisfy { $0.resumeAfter.isEmpty && $0.maximumRecords == 0 })
        for assignment in assignments { tracker.nodeFinished(assignment) }
        #expect(self.isDone(tracker.endRound()))
        #expect(tracker.isComplete)
    }

    @Test func `resume behind the last record at the replica after a failure`() throws {
        var tracker = PartitionTracker(partitions: self.partitions(0..<4))
        let first = tracker.startRound(Self.map)
        tracker.record(try self.digest(0, 9), of: 0)
        tracker.record(try self.digest(0, 5), of: 0)
        tracker.nodeFailed(first[0], AerospikeError(.connectionLost, "lost"))
        tracker.nodeFinished(first[1])
        #expect(self.isRetry(tracker.endRound()))
        let digest = try self.digest(0, 5)
        let zero = try #require(PartitionID(0))
        #expect(tracker.status(of: zero) == .incomplete(after: digest))
        let second = tracker.startRound(Self.map)
        #expect(second.map(\.node.id) == ["B"])
        #expect(second[0].partitions.map(\.number) == [2])
        #expect(second[0].resumeAfter == [digest])
        tracker.nodeFinished(second[0])
        #expect(self.isDone(tracker.endRound()))
        #expect(tracker.status(of: zero) == .complete(last: digest))
        #expect(tracker.failures.count == 1)
    }

    @Test func `ask another copy for a partition that is unavailable`() throws {
        var tracker = PartitionTracker(partitions: self.partitions(0..<4))
        let first = tracker.startRound(Self.map)
        let two = try #require(PartitionID(2))
        #expect(tracker.partitionUnavailable(two, .partitionUnavailable, of: 0) == nil)
        for assignment in first { tracker.nodeFinished(assignment) }
        #expect(self.isRetry(tracker.endRound()))
        #expect(tracker.status(of: two) == .notStarted)
        let second = tracker.startRound(Self.map)
        #expect(second.map(\.node.id) == ["B"])
        #expect(second[0].partitions == [two])
    }

    @Test func `note one unavailable partition a round`() throws {
        var tracker = PartitionTracker(partitions: self.partitions(0..<2), maximumRetries: 1)
        for _ in 1...2 {
            for assignment in tracker.startRound(Self.onlyA) {
                for partition in assignment.partitions {
                    #expect(tracker.partitionUnavailable(partition, .partitionUnavailable, of: 0) == nil)
                }
                tracker.nodeFinished(assignment)
            }
            _ = tracker.endRound()
        }
        #expect(tracker.failures.map(\.partition?.number) == [0, 0])
        #expect(tracker.failures.map(\.resultCode) == [.partitionUnavailable, .partitionUnavailable])
    }

    @Test func `fall back to a copy that has a node`() {
        var tracker = PartitionTracker(partitions: self.partitions(0..<4))
        let first = tracker.startRound(Self.onlyA)
        tracker.nodeFailed(first[0], AerospikeError(.timeout, "late"))
        _ = tracker.endRound()
        #expect(tracker.startRound(Self.onlyA).map(\.partitions.count) == [4])
    }

    @Test func `give up after five fruitless rounds beyond the first`() {
        var tracker = PartitionTracker(partitions: self.partitions(0..<2))
        for _ in 1...5 {
            for assignment in tracker.startRound(Self.onlyA) {
                tracker.nodeFailed(assignment, AerospikeError(.connectFailed, "refused"))
            }
            #expect(self.isRetry(tracker.endRound()))
        }
        for assignment in tracker.startRound(Self.onlyA) {
            tracker.nodeFailed(assignment, AerospikeError(.connectFailed, "refused"))
        }
        guard case .failed(let error) = tracker.endRound() else {
            Issue.record("the sixth round did not end the scan")
            return
        }
        #expect(error.code == .connectFailed)
        #expect(tracker.failures.count == 6)
        #expect(tracker.round == 6)
    }

    @Test func `do not count rounds in which something was achieved`() throws {
        var tracker = PartitionTracker(partitions: self.partitions(0..<1), maximumRetries: 0)
        for last in (1...20).reversed() {
            let assignments = tracker.startRound(Self.onlyA)
            tracker.record(try self.digest(0, UInt8(last)), of: 0)
            tracker.nodeFailed(assignments[0], AerospikeError(.connectionLost, "lost"))
            #expect(self.isRetry(tracker.endRound()))
        }
    }

    @Test func `count a partition without a node as a failure`() {
        let nobody = PartitionMap(namespace: "test", owners: [[Self.nodeA]])
        var tracker = PartitionTracker(partitions: self.partitions(0..<2), maximumRetries: 0)
        let assignments = tracker.startRound(nobody)
        #expect(assignments.map(\.partitions.count) == [1])
        tracker.nodeFinished(assignments[0])
        #expect(self.isRetry(tracker.endRound()))
        _ = tracker.startRound(nobody)
        guard case .failed(let error) = tracker.endRound() else {
            Issue.record("a partition without a node did not fail")
            return
        }
        #expect(error.code == .invalidNode)
        #expect(error.partition?.number == 1)
    }

    @Test(arguments: [ResultCode.parameter, .namespaceNotFound, .scanAborted, .unsupported, .notFound])
    func `end with an error no other node can mend`(resultCode: ResultCode) {
        var tracker = PartitionTracker(partitions: self.partitions(0..<4))
        let assignments = tracker.startRound(Self.map)
        tracker.nodeFailed(assignments[0], AerospikeError(.server(resultCode), "no"))
        tracker.nodeFinished(assignments[1])
        guard case .failed(let error) = tracker.endRound() else {
            Issue.record("the error did not end the scan")
            return
        }
        #expect(error.resultCode == resultCode)
        #expect(!tracker.isComplete)
    }

    @Test func `take up an earlier scan`() throws {
        let digest = try self.digest(7, 3)
        var tracker = PartitionTracker(partitions: self.partitions(8..<10), resumeAfter: [digest])
        #expect(tracker.partitions.map(\.number) == [7, 8, 9])
        let assignments = tracker.startRound(Self.onlyA)
        #expect(assignments[0].partitions.map(\.number) == [8, 9])
        #expect(assignments[0].resumeAfter == [digest])
    }

    @Test func `share a limit among nodes and stop at it`() throws {
        var tracker = PartitionTracker(partitions: PartitionID.all, maximumRecords: 5)
        let first = tracker.startRound(Self.map)
        #expect(first.map(\.maximumRecords) == [3, 2])
        for number in 0..<3 { tracker.record(try self.digest(0, UInt8(9 - number)), of: 0) }
        for assignment in first { tracker.nodeFinished(assignment) }
        #expect(tracker.remainingRecords == 5)
        #expect(self.isRetry(tracker.endRound()))
        #expect(tracker.remainingRecords == 2)
        // B has nothing more; A reached its share and may have.
        let second = tracker.startRound(Self.map)
        #expect(second.map(\.node.id) == ["A"])
        #expect(second.map(\.maximumRecords) == [2])
        for number in 0..<2 { tracker.record(try self.digest(2, UInt8(9 - number)), of: 0) }
        tracker.nodeFinished(second[0])
        #expect(self.isDone(tracker.endRound()))
        #expect(!tracker.isComplete)
    }

    @Test func `wait longer after each fruitless round`() throws {
        var tracker = PartitionTracker(partitions: self.partitions(0..<1), maximumRetries: 100)
        #expect(tracker.pause == .zero)
        var pauses: [Duration] = []
        for _ in 1...8 {
            for assignment in tracker.startRound(Self.onlyA) {
                tracker.nodeFailed(assignment, AerospikeError(.timeout, "late"))
            }
            _ = tracker.endRound()
            pauses.append(tracker.pause)
        }
        #expect(pauses == [100, 200, 400, 800, 1600, 2000, 2000, 2000].map { Duration.milliseconds($0) })
        let assignments = tracker.startRound(Self.onlyA)
        tracker.record(try self.digest(0), of: 0)
        tracker.nodeFailed(assignments[0], AerospikeError(.timeout, "late"))
        _ = tracker.endRound()
        #expect(tracker.pause == .zero)
    }

    @Test func `ignore what was not asked for`() throws {
        var tracker = PartitionTracker(partitions: self.partitions(2..<4))
        let assignments = tracker.startRound(Self.onlyA)
        tracker.record(try self.digest(0), of: 0)
        tracker.record(try self.digest(4095), of: 0)
        tracker.nodeFinished(assignments[0])
        #expect(self.isDone(tracker.endRound()))
        #expect(tracker.status(of: try #require(PartitionID(2))) == .complete(last: nil))
        #expect(tracker.status(of: try #require(PartitionID(0))) == nil)
    }

    @Test func `are done at once with nothing to scan`() {
        var tracker = PartitionTracker(partitions: [])
        #expect(tracker.startRound(Self.map).isEmpty)
        #expect(self.isDone(tracker.endRound()))
    }

    @Test func `survive hundreds of failures of one partition`() {
        var tracker = PartitionTracker(partitions: self.partitions(0..<1), maximumRetries: 1000)
        for _ in 0..<600 {
            for assignment in tracker.startRound(Self.map) {
                tracker.nodeFailed(assignment, AerospikeError(.timeout, "late"))
            }
            #expect(self.isRetry(tracker.endRound()))
        }
    }

    @Test(arguments: [ResultCode.serverError, .clusterKeyMismatch, .timeout, .keyBusy, .deviceOverload, .forbidden])
    func `try again after what may pass`(result: ResultCode) {
        var tracker = PartitionTracker(partitions: self.partitions(0..<2))
        for assignment in tracker.startRound(Self.map) {
            tracker.nodeFailed(assignment, AerospikeError(.server(result), "not now"))
        }
        #expect(self.isRetry(tracker.endRound()))
        for assignment in tracker.startRound(Self.map) { tracker.nodeFinished(assignment) }
        #expect(self.isDone(tracker.endRound()))
    }
}
