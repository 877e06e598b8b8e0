import AerospikeProtocol

/// The operations of one write, run in order on a draft of the record.
struct OperationRun {
    let command: RecordCommand
    let target: CommandTarget
    let record: StoredRecord?
    private(set) var draft: RecordDraft

    init(command: RecordCommand, target: CommandTarget, record: StoredRecord?, draft: RecordDraft) {
        self.command = command
        self.target = target
        self.record = record
        self.draft = draft
    }

    /// Runs all operations and appends their answers.
    ///
    /// - Throws: The result of the first operation that fails; the draft is then of no use.
    mutating func apply(
        request: RawSpan,
        reply: inout ReplyWriter,
        into writer: inout ByteWriter
    ) throws(CommandFailure) {
        let operations = self.command.layout.operations
        var reader = ByteReader(request.at(operations))
        let readsAll = self.command.layout.header.info1.contains(.allBins)
        while !reader.isAtEnd {
            guard let operation = try? OperationView(reading: &reader) else { throw CommandFailure(.parameter) }
            let end = operations.lowerBound &+ reader.offset
            if readsAll, operation.code == .read, operation.name.isEmpty { continue }
            do throws(OperationFailure) {
                let value = (end &- operation.value.byteCount)..<end
                let answer = try self.apply(operation, value: value, request: request)
                self.append(answer, of: operation, to: &reply, in: &writer)
            } catch {
                throw CommandFailure(ResultCode(rawValue: error.resultCode), of: self.record)
            }
        }
        if readsAll { self.appendAll(request: request, to: &reply, in: &writer) }
    }

    private mutating func apply(
        _ operation: borrowing OperationView,
        value: Range<Int>,
        request: RawSpan
    ) throws(OperationFailure) -> BinParticle? {
        guard let name = BinName(operation.name), !name.hasZeroByte else { throw OperationFailure(.binName) }
        switch operation.code {
        case .write:
            try self.write(operation, name: name, value: value)
            return nil
        case .read:
            return self.draft.particle(of: name, request: request)
        case .touch:
            return nil
        case .deleteAll:
            self.draft.removeAll()
            return nil
        case .increment, .append, .prepend:
            let bin = self.draft.particle(of: name, request: request)
            self.draft.set(name, to: try ValueOperation.scalar(operation, bin: bin))
            return nil
        case .collectionRead:
            guard let bin = self.draft.particle(of: name, request: request) else { return nil }
            return try ValueOperation.collection(operation, access: .read, bin: bin).result
        case .collectionModify:
            let bin = self.draft.particle(of: name, request: request)
            let outcome = try ValueOperation.collection(operation, access: .modify, bin: bin)
            self.take(outcome, name: name)
            return outcome.result
        case .expressionRead, .expressionModify:
            let access = operation.code == .expressionRead ? CollectionOperation.Access.read : .modify
            let view = try self.view(request: request)
            let outcome = try ValueOperation.expression(operation, access: access, record: view)
            self.take(outcome, name: name)
            return outcome.result
        case .bitsRead, .bitsModify, .hyperLogLogRead, .hyperLogLogModify:
            throw OperationFailure(.unsupported)
        default:
            throw OperationFailure(.parameter)
        }
    }

    private mutating func write(
        _ operation: borrowing OperationView,
        name: BinName,
        value: Range<Int>
    ) throws(OperationFailure) {
        let type = operation.particleType
        if type == .null {
            self.draft.remove(name)
        } else if ValueOperation.isStoredAsSent(type, size: value.count) {
            self.draft.set(name, type: type.rawValue, requested: value)
        } else {
            self.draft.set(name, to: try ValueOperation.normalized(operation))
        }
    }

    private mutating func take(_ outcome: CollectionOutcome, name: BinName) {
        switch outcome.change {
        case .unchanged: break
        case .replaced(let particle): self.draft.set(name, to: particle)
        case .removed: self.draft.remove(name)
        }
    }

    /// The record as expressions of this write see it: with the bins as the operations so far left them.
    private func view(request: RawSpan) throws(OperationFailure) -> RecordView {
        var body = ByteWriter(capacity: self.draft.size)
        self.draft.write(to: &body, request: request)
        var seen =
            self.record
            ?? StoredRecord(
                digest: self.command.digest,
                voidTime: .never,
                lastUpdate: self.target.moment.milliseconds,
                generation: 0,
                set: 0,
                binCount: 0,
                keyFieldSize: 0,
                body: []
            )
        seen.body = Array(seen.body[..<Int(seen.keyFieldSize)]) + body.finish()
        seen.binCount = UInt16(truncatingIfNeeded: self.draft.count)
        return RecordView(seen, setName: self.target.set, moment: self.target.moment)
    }

    private func append(
        _ answer: BinParticle?,
        of operation: borrowing OperationView,
        to reply: inout ReplyWriter,
        in writer: inout ByteWriter
    ) {
        if let answer {
            let bytes = answer.bytes
            reply.append(operation.code, name: operation.name, type: answer.type, value: bytes.view, to: &writer)
        } else if self.command.respondsToAll, operation.code != .touch {
            reply.append(operation.code, name: operation.name, type: 0, value: [UInt8]().view, to: &writer)
        }
    }

    private func appendAll(request: RawSpan, to reply: inout ReplyWriter, in writer: inout ByteWriter) {
        var bins = ByteWriter(capacity: self.draft.size)
        self.draft.write(to: &bins, request: request)
        reply.append(encoded: bins.bytes, count: UInt16(truncatingIfNeeded: self.draft.count), to: &writer)
    }
}
