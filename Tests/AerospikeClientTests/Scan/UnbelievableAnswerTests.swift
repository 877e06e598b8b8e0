import AerospikeProtocol
import Testing

@testable import AerospikeClient

/// Answers to partition scans that hold what was not asked for, or in another order than `Spec/wire-protocol.md` §11.2.
@Suite struct `Answers that a tracker does not believe` {
    /// Even partitions have A as master and B as replica, odd ones the other way round.
    private static let map = {
        let (nodeA, nodeB) = (
            Node(id: "A", host: "a", port: 3000, build: "8.1.0.3"),
            Node(id: "B", host: "b", port: 3000, build: "8.1.0.3")
        )
        let owners = (0..<4096).map { $0 % 2 == 0 ? [nodeA, nodeB] : [nodeB, nodeA] }
        return PartitionMap(namespace: "test", owners: owners)
    }()

    private static func partitions(_ range: Range<Int>) -> [PartitionID] { range.compactMap { PartitionID($0) } }

    /// A digest in a partition below 256, told apart by its last byte.
    private static func digest(_ partition: UInt8, _ last: UInt32 = 0) -> Digest {
        Digest(high: UInt64(partition) << 56, middle: 0, low: last)
    }

    @Test func `a record is expected of whom its partition was asked`() throws {
        var tracker = PartitionTracker(partitions: Self.partitions(0..<4))
        #expect(!tracker.expects(Self.digest(2), of: 0))
        let round = tracker.startRound(Self.map)
        #expect(tracker.expects(Self.digest(2), of: 0))
        #expect(!tracker.expects(Self.digest(2), of: 1))
        #expect(!tracker.expects(Self.digest(4), of: 0))
        tracker.nodeFinished(round[0])
        #expect(!tracker.expects(Self.digest(0), of: 0))
    }

    /// A digest whose first byte was damaged on the way names the partition of another node.
    @Test func `a record of another node's partition moves no position`() throws {
        var tracker = PartitionTracker(partitions: Self.partitions(0..<4))
        let round = tracker.startRound(Self.map)
        tracker.record(Self.digest(2, 9), of: 0)
        let error = tracker.objection(to: Self.digest(3, 4), of: 0)
        #expect(error.code == .badReply && error.partition?.number == 3)
        tracker.record(Self.digest(3, 4), of: 0)
        #expect(tracker.status(of: try #require(PartitionID(3))) == .notStarted)
        // The node is asked again behind what was read before.
        tracker.nodeFailed(round[0], error)
        tracker.nodeFinished(round[1])
        guard case .retry = tracker.endRound() else {
            Issue.record("the scan ended")
            return
        }
        #expect(tracker.startRound(Self.map).flatMap(\.resumeAfter) == [Self.digest(2, 9)])
    }

    @Test func `records of partitions that are complete or not wanted are objected to`() throws {
        var tracker = PartitionTracker(partitions: Self.partitions(2..<4))
        for digest in [Self.digest(2), Self.digest(0), Self.digest(200)] {
            #expect(tracker.objection(to: digest, of: 0).code == .badReply)
        }
        let round = tracker.startRound(Self.map)
        tracker.nodeFinished(round[0])
        #expect(tracker.objection(to: Self.digest(2), of: 0).code == .badReply)
    }

    @Test func `a partition that is told unavailable twice is unavailable once`() throws {
        var tracker = PartitionTracker(partitions: Self.partitions(0..<4))
        _ = tracker.startRound(Self.map)
        let two = try #require(PartitionID(2))
        #expect(tracker.partitionUnavailable(two, .partitionUnavailable, of: 0) == nil)
        #expect(tracker.partitionUnavailable(two, .partitionUnavailable, of: 0) == nil)
        #expect(tracker.failures.count == 1)
    }

    /// The number of the unavailable partition, here 0, was damaged on the way: partition 0 would count as complete.
    @Test func `a record of a partition told unavailable before is objected to`() throws {
        var tracker = PartitionTracker(partitions: Self.partitions(0..<4))
        let round = tracker.startRound(Self.map)
        #expect(tracker.partitionUnavailable(try #require(PartitionID(2)), .partitionUnavailable, of: 0) == nil)
        #expect(!tracker.expects(Self.digest(2), of: 0))
        #expect(tracker.objection(to: Self.digest(2), of: 1).code == .badReply)
        let error = tracker.objection(to: Self.digest(2), of: 0)
        #expect(error.code == .badReply && error.partition?.number == 2)
        tracker.nodeFailed(round[0], error)
        tracker.nodeFinished(round[1])
        guard case .retry = tracker.endRound() else {
            Issue.record("the scan ended")
            return
        }
        #expect(tracker.startRound(Self.map).flatMap(\.partitions).map(\.number) == [0, 2])
    }

    /// As before, with the damaged number behind the records of the partition that it names.
    @Test func `a partition is not unavailable behind its records`() throws {
        var tracker = PartitionTracker(partitions: Self.partitions(0..<4))
        let round = tracker.startRound(Self.map)
        let two = try #require(PartitionID(2))
        tracker.record(Self.digest(2, 9), of: 0)
        let objection = tracker.partitionUnavailable(two, .partitionUnavailable, of: 0)
        let error = try #require(objection)
        #expect(error.code == .badReply && error.partition == two)
        #expect(tracker.failures.isEmpty)
        tracker.nodeFailed(round[0], error)
        tracker.nodeFinished(round[1])
        guard case .retry = tracker.endRound() else {
            Issue.record("the scan ended")
            return
        }
        // Records of an earlier round say nothing of the copy that is asked now.
        let second = tracker.startRound(Self.map)
        #expect(second.flatMap(\.partitions).map(\.number) == [0])
        #expect(second.flatMap(\.resumeAfter) == [Self.digest(2, 9)])
        #expect(tracker.partitionUnavailable(two, .partitionUnavailable, of: 0) == nil)
    }

    /// Which partition is meant is unknown: it would count as complete.
    @Test(arguments: [1, 3, 0, 7]) func `the end of a partition not asked for is objected to`(partition: Int) throws {
        var tracker = PartitionTracker(partitions: Self.partitions(1..<4))
        _ = tracker.startRound(Self.map)
        let partition = try #require(PartitionID(partition))
        let error = tracker.partitionUnavailable(partition, .partitionUnavailable, of: 0)
        #expect(error?.code == .badReply && error?.partition == partition)
        #expect(tracker.failures.isEmpty)
    }

    @Test func `digests descend within a partition`() throws {
        var tracker = PartitionTracker(partitions: Self.partitions(0..<2), resumeAfter: [Self.digest(6, 50)])
        _ = tracker.startRound(Self.map)
        #expect(!tracker.expects(Self.digest(6, 51), of: 0))
        #expect(!tracker.expects(Self.digest(6, 50), of: 0))
        #expect(tracker.expects(Self.digest(6, 49), of: 0))
        #expect(tracker.expects(Self.digest(0, 70), of: 0))
        tracker.record(Self.digest(0, 70), of: 0)
        #expect(tracker.expects(Self.digest(0, 69), of: 0))
        #expect(!tracker.expects(Self.digest(0, 70), of: 0))
        #expect(!tracker.expects(Self.digest(0, 71), of: 0))
    }

    /// The digest before may be the damaged one: what lies between the two would never be read.
    @Test func `a scan does not go on behind a digest out of order`() throws {
        var tracker = PartitionTracker(partitions: Self.partitions(0..<2))
        let round = tracker.startRound(Self.map)
        tracker.record(Self.digest(0, 3), of: 0)
        let error = tracker.objection(to: Self.digest(0, 69), of: 0)
        #expect(error.code == .disorderedReply && error.partition?.number == 0)
        #expect(!tracker.hasFailed)
        tracker.nodeFailed(round[0], error)
        #expect(tracker.hasFailed)
        guard case .failed(let last) = tracker.endRound() else {
            Issue.record("the scan went on")
            return
        }
        #expect(last == error)
    }
}
