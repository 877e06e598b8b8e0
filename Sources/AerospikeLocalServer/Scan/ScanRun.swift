import AerospikeProtocol

/// A scan under way: gives out its records piece by piece and remembers where it is (`Spec/wire-protocol.md` §11.2).
struct ScanRun: Sendable {
    /// How much a piece may hold.
    struct Allowance: Sendable {
        /// The bytes after which the message ends with the record that crosses them.
        var bytes: Int
        /// The number of records.
        var records: Int
        /// The number of records looked at, whether they are wanted or not.
        var visits: Int
    }

    /// What came of a piece.
    enum Step {
        /// The message has not reached its size: nothing is to be sent yet, and the scan goes on.
        case unfinished
        /// The message is to be sent, and the scan goes on.
        case full
        /// Everything was given out: what there is of a message is to be sent.
        case done
    }

    let request: ScanRequest
    let job: ScanJob
    /// Whether scans of a partition are answered here; migrations change that while the scan runs.
    private let holds: @Sendable (PartitionID) -> Bool
    private let clock: WallClock
    private let faults: FaultInjector?
    /// How many partitions faults were looked up for.
    private var examined = 0
    /// How the current partition ends; `nil` if well.
    private var partitionEnd: PartitionEnd?
    private let setNumber: UInt16?
    private var setFields: [[UInt8]]
    private var next = 0
    /// The number of records given out, or looked at and left out because they have none of the bins wanted.
    private(set) var counted = 0
    /// The message that is being filled.
    private var message: ProtocolMessage?

    init(
        _ request: ScanRequest,
        job: ScanJob,
        holds: @escaping @Sendable (PartitionID) -> Bool,
        clock: WallClock,
        faults: FaultInjector? = nil
    ) {
        self.faults = faults
        self.request = request
        self.job = job
        self.holds = holds
        self.clock = clock
        self.setNumber = request.set.isEmpty ? nil : request.namespace.sets.number(of: request.set) ?? UInt16.max
        self.setFields = request.namespace.sets.fields
    }

    /// Appends the next records to the protocol message at the end of `writer`, which nobody else may write to before the
    /// message is full.
    mutating func fill(_ writer: inout ByteWriter, allowance: Allowance) -> Step {
        let message = self.message ?? ProtocolMessage(&writer)
        self.message = message
        let before = self.counted
        var piece = Piece(
            moment: self.clock.moment,
            byteEnd: writer.count - message.size(in: writer) + allowance.bytes,
            recordEnd: self.recordEnd(allowance.records),
            visits: allowance.visits
        )
        while self.next < self.request.cursors.count, piece.hasRoom(self.counted, writer.count) {
            self.visit(&piece, into: &writer)
        }
        self.job.add(succeeded: self.counted - before, filtered: piece.filtered, partitions: self.next)
        let isDone = self.next >= self.request.cursors.count || self.hasReachedMaximum
        guard isDone || writer.count >= piece.byteEnd else { return .unfinished }
        self.finishMessage(in: &writer)
        return isDone ? .done : .full
    }

    /// Ends the message that is being filled, full or not; an empty one is taken back.
    mutating func finishMessage(in writer: inout ByteWriter) {
        guard let message = self.message else { return }
        self.job.add(bytes: message.size(in: writer))
        message.finish(in: &writer)
        self.message = nil
    }

    private struct Piece {
        let moment: Moment
        let byteEnd: Int
        let recordEnd: Int
        var visits: Int
        var filtered = 0

        @inline(__always)
        func hasRoom(_ records: Int, _ bytes: Int) -> Bool {
            records < self.recordEnd && bytes < self.byteEnd && self.visits > 0
        }
    }

    private var hasReachedMaximum: Bool {
        self.request.maximumRecords > 0 && UInt64(self.counted) >= self.request.maximumRecords
    }

    private func recordEnd(_ allowed: Int) -> Int {
        let (end, overflow) = self.counted.addingReportingOverflow(allowed)
        let limit = self.request.maximumRecords == 0 ? Int.max : Int(clamping: self.request.maximumRecords)
        return min(overflow ? Int.max : end, limit)
    }

    /// Gives out records of the current partition, and goes on to the next if it has no more.
    private mutating func visit(_ piece: inout Piece, into writer: inout ByteWriter) {
        let cursor = self.request.cursors[self.next]
        self.lookForFault()
        guard self.holds(cursor.partition) else {
            self.end(cursor.partition, with: .partitionUnavailable, into: &writer)
            return
        }
        let end = self.partitionEnd?.count ?? Int.max
        let partition = self.request.namespace[cursor.partition]
        let position = self.position ?? cursor.after
        var last: Digest?
        var isDone = true
        partition.withRecords { records in
            var index = position.map { records.index(after: $0) } ?? 0
            while index < records.records.count {
                guard piece.hasRoom(self.counted, writer.count), self.counted < end else {
                    isDone = false
                    break
                }
                piece.visits &-= 1
                last = records.records[index].digest
                self.give(records.records[index], &piece, into: &writer)
                index &+= 1
            }
        }
        if !self.holds(cursor.partition) {
            // It moved away meanwhile: what was read may not have been all.
            self.end(cursor.partition, with: .partitionUnavailable, into: &writer)
        } else if let fault = self.partitionEnd, isDone || self.counted >= fault.count {
            self.end(cursor.partition, with: fault.result, into: &writer)
        } else if isDone {
            self.next += 1
            self.position = nil
        } else {
            self.position = last ?? position
        }
    }

    /// How a partition ends at a fault.
    private struct PartitionEnd {
        let result: ResultCode
        /// The number of records of the scan at which it ends.
        let count: Int
    }

    /// Lets come what goes wrong with the current partition, once.
    private mutating func lookForFault() {
        guard let faults = self.faults, self.examined <= self.next else { return }
        self.examined = self.next + 1
        guard case .result(let result, let records) = faults.fault(on: [.partition]) else { return }
        self.partitionEnd = PartitionEnd(result: result, count: self.counted + (records ?? 0))
    }

    /// Ends the current partition with a result, and goes on to the next.
    private mutating func end(_ partition: PartitionID, with result: ResultCode, into writer: inout ByteWriter) {
        MessageHeader(info3: [.partitionDone], resultCode: result, generation: UInt32(partition.number))
            .write(to: &writer)
        self.next += 1
        self.position = nil
        self.partitionEnd = nil
    }

    /// The digest last looked at in the current partition; `nil` at its start.
    private var position: Digest?

    private mutating func give(_ record: StoredRecord, _ piece: inout Piece, into writer: inout ByteWriter) {
        if let setNumber = self.setNumber, record.set != setNumber { return }
        guard record.isLive(at: piece.moment) else { return }
        if let filter = self.request.filter {
            let name = self.request.namespace.sets.name(of: record.set)
            guard filter.evaluate(RecordView(record, setName: name, moment: piece.moment)) == .true else {
                piece.filtered += 1
                return
            }
        }
        if self.request.withoutBins {
            self.write(record, info1: [.noBins], binCount: 0, into: &writer)
            writer.append(record.body.view.at(0..<Int(record.keyFieldSize)))
        } else if let names = self.request.bins {
            self.writeBins(names, of: record, into: &writer)
        } else {
            self.write(record, info1: [], binCount: record.binCount, into: &writer)
            writer.append(record.body.view)
        }
        self.counted &+= 1
    }

    /// Appends the header and the fields up to the key.
    @inline(__always)
    private mutating func write(
        _ record: StoredRecord,
        info1: Info1Flags,
        binCount: UInt16,
        into writer: inout ByteWriter
    ) {
        if Int(record.set) >= self.setFields.count { self.setFields = self.request.namespace.sets.fields }
        let fieldCount: UInt16 = 2 &+ (record.set == 0 ? 0 : 1) &+ (record.keyFieldSize == 0 ? 0 : 1)
        MessageHeader(
            info1: info1,
            generation: UInt32(record.generation),
            recordTimeToLive: record.voidTime.rawValue,
            fieldCount: fieldCount,
            operationCount: binCount
        ).write(to: &writer)
        writer.append(self.request.namespace.field)
        writer.append(UInt32(Digest.size + 1))
        writer.append(FieldType.digest.rawValue)
        record.digest.write(to: &writer)
        writer.append(self.setFields[Int(record.set)])
    }

    /// Appends a record with some of its bins, in the order and as often as they are asked for. Of a record
    /// that has none of them nothing is appended.
    private mutating func writeBins(_ names: [BinName], of record: StoredRecord, into writer: inout ByteWriter) {
        let start = writer.count
        self.write(record, info1: [], binCount: 0, into: &writer)
        writer.append(record.body.view.at(0..<Int(record.keyFieldSize)))
        let bins = record.body.view.at(record.binsRange)
        var count: UInt16 = 0
        for wanted in names {
            var reader = ByteReader(bins)
            while !reader.isAtEnd {
                let begin = reader.offset
                guard let bin = try? OperationView(reading: &reader), let name = BinName(bin.name) else { break }
                guard name == wanted else { continue }
                writer.append(bins.at(begin..<reader.offset))
                count &+= 1
                break
            }
        }
        guard count > 0 else {
            writer.truncate(to: start)
            return
        }
        writer.overwrite(count, at: start &+ 20)
    }
}
