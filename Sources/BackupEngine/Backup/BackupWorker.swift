import AerospikeClient
import AerospikeProtocol
import BackupFormat
import Logging
import NIOCore

/// Backs up pieces of the namespace, one after the other: scans each, node after node and round after round, into its
/// own files.
struct BackupWorker: Sendable {
    let plan: BackupPlan
    let cluster: Cluster
    let output: BackupOutput
    let statistics: BackupStatistics
    let throttles: BackupThrottles
    let clock: StageClock
    let recordsPerSecond: Int
    let logger: Logger
    /// Which nodes are asked first.
    var preference = RackPreference.none
    /// The nodes with which the backup has to end; `nil` if they may change.
    var membership: ClusterMembership?
    /// Gets the sizes of the records; `nil` if nobody wants to know.
    var sizes: RecordSizes?

    /// Thrown to leave a scan early when enough records are there.
    private struct EnoughRecords: Error {}

    /// Backs up a piece into the given writer, whose file is open and stays so.
    ///
    /// - Throws: `JobError`, `StorageError`, `AerospikeError`.
    func run(_ piece: ScanPiece, into writer: BackupFileWriter) async throws {
        self.logger.info("Starting backup for \(piece)")
        let (records, bytes) = (writer.records, writer.bytes)
        let amount = {
            let (added, size) = (writer.records - records, writer.bytes - bytes)
            return "records: \(added), size: \(size) (~\(added == 0 ? 0 : size / added) B/rec)"
        }
        do {
            if self.plan.withRecords { try await self.scan(piece, into: writer) }
            try await writer.flush()
        } catch {
            self.logger.info("Backup of \(piece) interrupted, \(amount())")
            throw error
        }
        self.logger.info("Completed backup for \(piece), \(amount())")
    }

    private func scan(_ piece: ScanPiece, into writer: BackupFileWriter) async throws {
        var tracker = PartitionTracker(
            partitions: piece.partitions,
            resumeAfter: piece.resumeAfter,
            maximumRecords: self.plan.scanLimit(self.cluster.lowestBuild),
            maximumRetries: self.plan.maximumRetries
        )
        if let map = self.cluster.partitionMap(of: self.plan.namespace) {
            tracker.prefer(self.preference.ranks, in: map)
        }
        var encoder = RecordTextEncoder(namespace: self.plan.namespace, compact: self.plan.isCompact)
        let end = ContinuousClock.now + TimeLimit(self.plan.totalTimeout).duration
        do {
            while try await self.round(piece, &tracker, &encoder, writer, deadline: end) {
                let pause = max(.milliseconds(self.plan.sleepBetweenRetries), tracker.pause)
                guard ContinuousClock.now + pause < end else {
                    throw JobError(while: "running scan for \(piece)", tracker.timeout)
                }
                self.logger.debug("Asking again for what is left of \(piece)")
                try await Task.sleep(for: pause)
            }
            try await writer.flush(tracker)
        } catch is EnoughRecords {
            return
        } catch {
            writer.park(tracker)
            throw error
        }
    }

    /// Asks every node once, unless one says what none can mend.
    ///
    /// - Returns: Whether partitions are left.
    private func round(
        _ piece: ScanPiece,
        _ tracker: inout PartitionTracker,
        _ encoder: inout RecordTextEncoder,
        _ writer: BackupFileWriter,
        deadline: ContinuousClock.Instant
    ) async throws -> Bool {
        guard let map = self.cluster.partitionMap(of: self.plan.namespace) else {
            throw JobError(.cluster, "No node has told who holds the partitions of namespace \(self.plan.namespace)")
        }
        for assignment in tracker.startRound(map) {
            do {
                try await self.scan(assignment, &tracker, &encoder, writer, deadline: deadline)
                tracker.nodeFinished(assignment)
            } catch var error as AerospikeError {
                guard error.code != .cancelled else { throw CancellationError() }
                if error.code == .disorderedReply { self.output.distrust() }
                error.node = error.node ?? assignment.node.description
                self.logger.debug("Scan of node \(assignment.node) failed: \(error)")
                tracker.nodeFailed(assignment, error)
                if tracker.hasFailed { break }
            }
        }
        try self.membership?.check(self.cluster.nodes)
        switch tracker.endRound() {
        case .done: return false
        case .retry: return true
        case .failed(let error): throw JobError(while: "running scan for \(piece)", error)
        }
    }

    private func scan(
        _ assignment: ScanAssignment,
        _ tracker: inout PartitionTracker,
        _ encoder: inout RecordTextEncoder,
        _ writer: BackupFileWriter,
        deadline: ContinuousClock.Instant
    ) async throws {
        var waitingSince = ContinuousClock.now
        try await self.cluster.scan(
            self.request(assignment),
            on: assignment.node,
            idleTimeout: TimeLimit(self.plan.socketTimeout).duration,
            deadline: deadline
        ) { body in
            self.clock.add(ContinuousClock.now - waitingSince, to: .server)
            try self.membership?.check(self.cluster.nodes)
            defer { waitingSince = ContinuousClock.now }
            var place = BodyPlace()
            while true {
                let step = try self.step(through: body, of: assignment.number, from: &place, &tracker, &encoder, writer)
                if case .noRoom(let start, let digest) = step {
                    if writer.exceedsLimit { try await writer.rotate(movingFrom: start, tracker) }
                    // Only now it is sure which file the record goes to.
                    tracker.record(digest, of: assignment.number)
                    self.count(1, &place, writer)
                }
                try await self.pace(&place)
                switch step {
                case .finished: return .finished
                case .failed(let result): throw Self.scanError(result, node: assignment.node)
                case .unbelievable(let error): throw error
                case .bodyRead: return .more
                case .noRoom: if writer.isFull { try await writer.flush(tracker) }
                case .enough:
                    try await writer.flush(tracker)
                    throw EnoughRecords()
                }
            }
        }
    }

    /// Walks on through a body, and counts the records on the way: all but the one for which there is no room, for the
    /// first of a file stays in it, however large it is.
    private func step(
        through body: ByteBuffer,
        of assignment: Int,
        from place: inout BodyPlace,
        _ tracker: inout PartitionTracker,
        _ encoder: inout RecordTextEncoder,
        _ writer: BackupFileWriter
    ) throws -> WalkStep {
        let start = ContinuousClock.now
        let room = writer.roomForRecords
        defer {
            self.clock.add(ContinuousClock.now - start, to: .encoding)
            self.count(place.records, &place, writer)
        }
        return try self.walk(body, of: assignment, from: &place, upTo: room, &tracker, &encoder, &writer.text)
    }

    /// Counts records that stand in the writer's buffer.
    private func count(_ records: Int, _ place: inout BodyPlace, _ writer: BackupFileWriter) {
        writer.appended(records: records)
        self.statistics.add(records: records)
        place.records = 0
        place.unpaced += records
    }

    /// Waits if the user limited the rate of records.
    private func pace(_ place: inout BodyPlace) async throws {
        let records = place.unpaced
        place.unpaced = 0
        guard let throttle = self.throttles.records else { return }
        try await self.clock.measure(.throttling) { try await throttle.take(records) }
    }

    /// How far a walk through a body has come.
    private struct BodyPlace {
        /// The bytes walked.
        var offset = 0
        /// The records written since they were last counted.
        var records = 0
        /// The records counted since their rate was last looked at.
        var unpaced = 0
    }

    /// Why a walk through a body stopped.
    private enum WalkStep {
        case finished
        case failed(ResultCode)
        case unbelievable(AerospikeError)
        case bodyRead
        /// The record that begins there in the buffer makes it full, or the file too large. It is not counted yet.
        case noRoom(Int, Digest)
        case enough
    }

    /// Writes the records of a body as text until the body ends or the text holds more than `room` bytes.
    private func walk(
        _ body: ByteBuffer,
        of assignment: Int,
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
                    guard tracker.expects(digest, of: assignment) else {
                        text.truncate(to: start)
                        return .unbelievable(tracker.objection(to: digest, of: assignment))
                    }
                    guard self.statistics.admit(maximum: self.plan.maximumRecords) else {
                        text.truncate(to: start)
                        return .enough
                    }
                    if let sizes { sizes.add(text.count - start) }
                    if text.count > room { return .noRoom(start, digest) }
                    tracker.record(digest, of: assignment)
                    place.records += 1
                case .partitionUnavailable(let partition, let result):
                    guard result != .ok else { continue }
                    if let error = tracker.partitionUnavailable(partition, result, of: assignment) {
                        return .unbelievable(error)
                    }
                case .end(let result): return result == .ok ? .finished : .failed(result)
                case .failure(let result):
                    return result == .notFound && self.mayLackSet ? .finished : .failed(result)
                }
            } catch {
                guard error.code == .unsupportedParticle else { throw AerospikeError(.badReply, error.message) }
                self.statistics.addUnsupportedRecord()
                self.logger.error("\(error.message); the record is left out of the backup")
            }
        }
        return .bodyRead
    }

    /// Whether "not found" may mean that a node has no record of the set, which servers before 6.0 say so
    /// (`Spec/wire-protocol.md` §11.2). Anything else that is not found is an error, or records would be missing.
    private var mayLackSet: Bool { self.plan.sets.count == 1 && self.cluster.lowestBuild < ServerBuild(6, 0) }

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
        request.filterExpression = self.plan.records.packed(sets: self.plan.sets)
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
}
