import AerospikeClient
import AerospikeProtocol
import BackupFormat
import Logging
import NIOCore

/// Backs up one range of partitions: scans it, node after node and round after round, into its own files.
struct BackupWorker: Sendable {
    let range: PartitionRange
    let plan: BackupPlan
    let cluster: Cluster
    let output: BackupOutput
    let statistics: BackupStatistics
    let throttles: BackupThrottles
    let clock: StageClock
    let recordsPerSecond: Int
    let logger: Logger

    /// Thrown to leave a scan early when enough records are there.
    private struct EnoughRecords: Error {}

    /// Backs up the range into the given writer, whose file is open.
    ///
    /// - Throws: `JobError`, `StorageError`, `AerospikeError`.
    func run(_ writer: BackupFileWriter) async throws {
        self.logger.info("Starting backup for \(self.range)")
        if self.plan.withRecords { try await self.scan(into: writer) }
        try await writer.finish()
        let average = writer.records == 0 ? 0 : writer.bytes / writer.records
        self.logger.info(
            "Completed backup for \(self.range), records: \(writer.records), size: \(writer.bytes) (~\(average) B/rec)"
        )
    }

    private func scan(into writer: BackupFileWriter) async throws {
        var tracker = PartitionTracker(
            partitions: PartitionID.all[self.range.begin..<(self.range.begin + self.range.count)],
            maximumRecords: UInt64(self.plan.maximumRecords),
            maximumRetries: self.plan.maximumRetries
        )
        var encoder = RecordTextEncoder(namespace: self.plan.namespace, compact: self.plan.isCompact)
        do {
            while try await self.round(&tracker, &encoder, writer) {
                self.logger.debug("Asking again for what is left of \(self.range)")
                try await Task.sleep(for: max(.milliseconds(self.plan.sleepBetweenRetries), tracker.pause))
            }
        } catch is EnoughRecords {
            return
        }
    }

    /// Asks every node once.
    ///
    /// - Returns: Whether partitions are left.
    private func round(
        _ tracker: inout PartitionTracker,
        _ encoder: inout RecordTextEncoder,
        _ writer: BackupFileWriter
    ) async throws -> Bool {
        guard let map = self.cluster.partitionMap(of: self.plan.namespace) else {
            throw JobError(.cluster, "Namespace \(self.plan.namespace) is unknown to the cluster")
        }
        for assignment in tracker.startRound(map) {
            do {
                try await self.scan(assignment, &tracker, &encoder, writer)
                tracker.nodeFinished(assignment)
            } catch let error as AerospikeError {
                guard error.code != .cancelled else { throw CancellationError() }
                self.logger.debug("Scan of node \(assignment.node) failed: \(error)")
                tracker.nodeFailed(assignment, error)
            }
        }
        switch tracker.endRound() {
        case .done: return false
        case .retry: return true
        case .failed(let error): throw JobError(while: "running scan for \(self.range)", error)
        }
    }

    private func scan(
        _ assignment: ScanAssignment,
        _ tracker: inout PartitionTracker,
        _ encoder: inout RecordTextEncoder,
        _ writer: BackupFileWriter
    ) async throws {
        var waitingSince = ContinuousClock.now
        try await self.cluster.scan(
            self.request(assignment),
            on: assignment.node,
            idleTimeout: self.idleTimeout
        ) { body in
            self.clock.add(ContinuousClock.now - waitingSince, to: .server)
            defer { waitingSince = ContinuousClock.now }
            var place = BodyPlace()
            while true {
                let start = ContinuousClock.now
                let room = writer.roomForRecords
                let step = try self.walk(body, from: &place, upTo: room, &tracker, &encoder, &writer.text)
                self.clock.add(ContinuousClock.now - start, to: .encoding)
                // The last record is only counted below: the first of a file stays in it, however large it is.
                if case .noRoom = step { place.records -= 1 }
                try await self.account(for: &place, writer)
                switch step {
                case .finished: return .finished
                case .failed(let result): throw Self.scanError(result, node: assignment.node)
                case .bodyRead: return .more
                case .noRoom(let start):
                    if writer.exceedsLimit { try await writer.rotate(movingFrom: start) }
                    place.records = 1
                    try await self.account(for: &place, writer)
                    if writer.isFull { try await writer.flush() }
                case .enough:
                    try await writer.flush()
                    throw EnoughRecords()
                }
            }
        }
    }

    /// Counts the records written since the last call, and waits if the user limited their rate.
    private func account(for place: inout BodyPlace, _ writer: BackupFileWriter) async throws {
        let records = place.records
        place.records = 0
        writer.appended(records: records)
        self.statistics.add(records: records)
        guard let throttle = self.throttles.records else { return }
        try await self.clock.measure(.throttling) { try await throttle.take(records) }
    }

    /// How far a walk through a body has come.
    private struct BodyPlace {
        /// The bytes walked.
        var offset = 0
        /// The records written since they were last counted.
        var records = 0
    }

    /// Why a walk through a body stopped.
    private enum WalkStep {
        case finished
        case failed(ResultCode)
        case bodyRead
        /// The record that begins there in the buffer makes it full, or the file too large.
        case noRoom(Int)
        case enough
    }

    /// Writes the records of a body as text until the body ends or the text holds more than `room` bytes.
    private func walk(
        _ body: ByteBuffer,
        from place: inout BodyPlace,
        upTo room: Int,
        _ tracker: inout PartitionTracker,
        _ encoder: inout RecordTextEncoder,
        _ text: inout ByteWriter
    ) throws -> WalkStep {
        let bytes = body.readableBytesSpan
        var reader = ByteReader(bytes.extracting(droppingFirst: place.offset))
        let base = place.offset
        defer { place.offset = base + reader.offset }
        while !reader.isAtEnd {
            let start = text.count
            do throws(FormatError) {
                switch try encoder.appendNext(from: &reader, to: &text) {
                case .record(let digest):
                    guard self.statistics.admit(maximum: self.plan.maximumRecords) else {
                        text.truncate(to: start)
                        return .enough
                    }
                    tracker.record(digest)
                    place.records += 1
                    if text.count > room { return .noRoom(start) }
                case .partitionUnavailable(let partition, let result):
                    if result != .ok { tracker.partitionUnavailable(partition, result) }
                case .end(let result): return result == .ok ? .finished : .failed(result)
                case .failure(let result):
                    // Servers before 6.0 answer so if they do not know the set (`Spec/wire-protocol.md` §11.2).
                    return result == .notFound ? .finished : .failed(result)
                }
            } catch {
                guard error.code == .unsupportedParticle else { throw error }
                self.statistics.addUnsupportedRecord()
                self.logger.error("\(error.message); the record is left out of the backup")
            }
        }
        return .bodyRead
    }

    private static func scanError(_ result: ResultCode, node: Node) -> AerospikeError {
        let hint = result == .forbidden ? " (the server runs too many scans; use a smaller --parallel)" : ""
        return AerospikeError(.server(result), "the scan was refused\(hint)", node: node.description)
    }

    private func request(_ assignment: ScanAssignment) -> PartitionScanRequest {
        var request = PartitionScanRequest(
            namespace: self.plan.namespace,
            set: self.plan.sets.count == 1 ? self.plan.sets[0] : "",
            taskID: .random(in: 1...UInt64.max)
        )
        if self.plan.sets.count > 1 { request.filterExpression = SetFilter.packed(self.plan.sets) }
        request.bins = self.plan.bins
        request.withoutBins = self.plan.withoutBins
        request.partitions = assignment.partitions
        request.resumeAfter = assignment.resumeAfter
        request.maximumRecords = assignment.maximumRecords
        request.recordsPerSecond = UInt32(clamping: self.recordsPerSecond)
        request.socketTimeout = UInt32(clamping: self.plan.socketTimeout)
        request.totalTimeout = UInt32(clamping: self.plan.totalTimeout)
        return request
    }

    /// The longest silence allowed. A server that keeps to a rate says nothing until it has 1 MiB of records, and it
    /// never reads fewer than 100 a second (`Spec/wire-protocol.md` §11.2): records of 64 bytes or more make 16,384.
    private var idleTimeout: Duration {
        let limit = TimeLimit(self.plan.socketTimeout).duration
        return self.recordsPerSecond > 0 ? limit + .seconds(16_384 / max(self.recordsPerSecond, 100)) : limit
    }
}
