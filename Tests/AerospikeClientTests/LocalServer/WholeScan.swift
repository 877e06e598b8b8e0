import AerospikeProtocol
import NIOCore

@testable import AerospikeClient

/// Scans partitions to the end, round by round.
struct WholeScan {
    var tracker: PartitionTracker
    var digests: [Digest] = []
    let set: String
    /// The id of the next request; a server remembers those of earlier scans.
    private var taskID: UInt64

    init(
        set: String,
        tracker: PartitionTracker = PartitionTracker(partitions: PartitionID.all),
        firstTaskID: UInt64 = 1
    ) {
        self.set = set
        self.tracker = tracker
        self.taskID = firstTaskID
    }

    /// Runs until the tracker is done.
    ///
    /// - Parameter interrupt: Throws to break off a node's answer after a record.
    mutating func run(
        on cluster: Cluster,
        interrupt: (Int) throws(AerospikeError) -> Void = { _ throws(AerospikeError) in }
    ) async throws {
        while true {
            guard let map = cluster.partitionMap(of: "test") else {
                throw AerospikeError(.unknownNamespace, "no map of namespace 'test'")
            }
            for assignment in self.tracker.startRound(map) {
                do {
                    try await self.scan(assignment, on: cluster, interrupt: interrupt)
                    self.tracker.nodeFinished(assignment)
                } catch let error as AerospikeError {
                    self.tracker.nodeFailed(assignment, error)
                }
            }
            switch self.tracker.endRound() {
            case .done: return
            case .retry: continue
            case .failed(let error): throw error
            }
        }
    }

    private mutating func scan(
        _ assignment: ScanAssignment,
        on cluster: Cluster,
        interrupt: (Int) throws(AerospikeError) -> Void
    ) async throws {
        var request = PartitionScanRequest(namespace: "test", set: self.set, taskID: self.taskID)
        self.taskID += 1
        request.partitions = assignment.partitions
        request.resumeAfter = assignment.resumeAfter
        request.maximumRecords = assignment.maximumRecords
        var scan = self
        defer { self = scan }
        try await cluster.scan(request, on: assignment.node, idleTimeout: .seconds(3600)) { body in
            try scan.take(body, of: assignment.number, interrupt: interrupt)
        }
    }

    private mutating func take(
        _ body: ByteBuffer,
        of assignment: Int,
        interrupt: (Int) throws(AerospikeError) -> Void
    ) throws -> ScanStep {
        for message in try Message.all(in: body.readableBytesSpan) {
            if message.header.info3.contains(.last) { return .finished }
            if message.header.info3.contains(.partitionDone) {
                let partition = PartitionID(truncating: UInt16(truncatingIfNeeded: message.header.generation))
                let result = message.header.resultCode
                if let error = self.tracker.partitionUnavailable(partition, result, of: assignment) { throw error }
                continue
            }
            guard message.header.resultCode == .ok else {
                throw AerospikeError(.server(message.header.resultCode), "the scan was refused")
            }
            guard let digest = message[.digest].flatMap({ Digest($0) }) else { continue }
            self.digests.append(digest)
            guard self.tracker.expects(digest, of: assignment) else {
                throw self.tracker.objection(to: digest, of: assignment)
            }
            self.tracker.record(digest, of: assignment)
            try interrupt(self.digests.count)
        }
        return .more
    }
}
