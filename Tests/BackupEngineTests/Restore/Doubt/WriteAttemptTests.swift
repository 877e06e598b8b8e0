import AerospikeClient
import AerospikeProtocol
import NIOCore
import Testing

@testable import BackupEngine

@Suite struct `Attempts to write a batch` {
    private static let nodeA = Node(id: "A", host: "a", port: 3000, build: "8.1.0.3")
    private static let batch = RecordBatch(
        form: .batch,
        storage: ByteBuffer(),
        offsets: [0, 0, 0, 0, 0],
        partitions: [0, 1, 2, 3].compactMap { PartitionID($0) },
        namespace: "test",
        node: Self.nodeA
    )

    private func error(_ code: AerospikeError.Code) -> AerospikeError { AerospikeError(code, "no luck") }

    @Test func `answers without a doubt are counted as they are`() {
        var attempt = WriteAttempt(batch: Self.batch)
        for (row, result) in [ResultCode.ok, .generation, .recordExists, .deviceOverload].enumerated() {
            attempt.answered(row, result)
        }
        #expect(attempt.counts.inserted == 1 && attempt.counts.fresher == 1 && attempt.counts.existed == 1)
        #expect(attempt.retryable == [3] && attempt.doubtful.isEmpty && attempt.unsettled.isEmpty)
    }

    @Test(arguments: [AerospikeError.Code.connectionLost, .timeout, .badReply])
    func `a connection lost behind the request leaves its rows in doubt`(code: AerospikeError.Code) {
        var attempt = WriteAttempt(batch: Self.batch)
        attempt.answered(0, .ok)
        attempt.failed([1, 2, 3], at: Self.nodeA, self.error(code))
        #expect(attempt.doubtful == [1, 2, 3] && attempt.retryable == [1, 2, 3])
    }

    @Test(arguments: [AerospikeError.Code.connectFailed, .invalidNode])
    func `a connection that was never there does not`(code: AerospikeError.Code) {
        var attempt = WriteAttempt(batch: Self.batch)
        attempt.failed([0, 1, 2, 3], at: Self.nodeA, self.error(code))
        #expect(attempt.doubtful.isEmpty && attempt.unreachable == [Self.nodeA])
    }

    /// `Spec/wire-protocol.md` §21.3: 9 although written locally.
    @Test func `a server's timeout leaves a doubt, its overload does not`() {
        var attempt = WriteAttempt(batch: Self.batch)
        attempt.answered(0, .timeout)
        attempt.answered(1, .deviceOverload)
        attempt.wholeCommand([2], .timeout)
        attempt.wholeCommand([3], .batchQueuesFull)
        #expect(attempt.doubtful == [0, 2] && attempt.retryable == [0, 1, 2, 3])
    }

    @Test func `the echo of a write of our own is not believed`() {
        var attempt = WriteAttempt(batch: Self.batch, doubtful: [0, 1, 2, 3])
        attempt.answered(0, .generation)
        attempt.answered(1, .recordExists)
        attempt.answered(2, .generation)
        attempt.answered(3, .ok)
        #expect(attempt.unsettled.map(\.row) == [0, 1, 2])
        #expect(attempt.doubtful == [0, 1, 2])
        attempt.settled(0, .generation, .written)
        attempt.settled(1, .recordExists, .notWritten)
        attempt.settled(2, .generation, .unknown)
        #expect(attempt.counts.inserted == 2 && attempt.counts.existed == 1 && attempt.counts.fresher == 1)
        #expect(attempt.doubtful.isEmpty)
    }

    /// A refusal says nothing of the write before it: the first may have been carried out, and the server full or
    /// configured otherwise since.
    @Test func `a doubt outlives an answer that settles nothing`() {
        var attempt = WriteAttempt(batch: Self.batch, doubtful: [0, 1, 2, 3])
        attempt.answered(0, .partitionUnavailable)
        attempt.answered(1, .recordTooBig)
        attempt.answered(2, .parameter)
        attempt.answered(3, .ok)
        #expect(attempt.doubtful == [0, 1, 2])
        #expect(attempt.refused.map(\.row) == [1] && attempt.aborting.map(\.row) == [2])
    }

    /// `Spec/wire-protocol.md` §21.3: 1 names no reason, and excludes nothing.
    @Test func `an error of the server leaves a doubt though it ends the restore`() {
        var attempt = WriteAttempt(batch: Self.batch)
        attempt.answered(0, .serverError)
        attempt.answeredAlone(1, .serverError)
        attempt.answered(2, .parameter)
        #expect(attempt.doubtful == [0, 1] && attempt.retryable == [1])
        #expect(attempt.aborting.map(\.row) == [0, 2])
    }

    @Test(arguments: [AerospikeError.Code.cancelled, .connectionLost])
    func `what was not sent is not in doubt`(code: AerospikeError.Code) {
        var attempt = WriteAttempt(batch: Self.batch)
        attempt.failed([0, 1], at: Self.nodeA, AerospikeError(code, "no luck", isUnsent: true))
        attempt.failed([2], at: Self.nodeA, self.error(code))
        attempt.passedOver([3])
        #expect(attempt.doubtful == [2] && attempt.retryable == [0, 1, 2, 3] && attempt.reason == "no luck")
    }

    @Test(arguments: [
        (AerospikeError.Code.timeout, true), (.connectFailed, true), (.invalidNode, true), (.connectionLost, false),
        (.badReply, false), (.cancelled, false),
    ])
    func `who was waited for in vain is sent nothing more`(code: AerospikeError.Code, isSilent: Bool) {
        var attempt = WriteAttempt(batch: Self.batch)
        attempt.failed([0], at: Self.nodeA, self.error(code))
        #expect(attempt.silent == (isSilent ? [Self.nodeA] : []))
    }
}
