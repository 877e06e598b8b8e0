import AerospikeProtocol

/// Writes to a record: creates it, changes some bins, replaces all, renews its time to live (`Spec/wire-protocol.md` §9).
struct WriteCommand {
    let command: RecordCommand
    let target: CommandTarget

    func run(request: RawSpan, into writer: inout ByteWriter) throws(CommandFailure) -> ResultCode {
        let survey = try OperationSurvey(self.command, request: request)
        let partition = self.target.namespace[self.command.digest.partition]
        let change = try partition.withRecords { records throws(CommandFailure) in
            try self.apply(to: &records, survey: survey, request: request, into: &writer)
        }
        let sets = self.target.namespace.sets
        if let old = change.old { sets.add(objects: -1, bytes: -old.bytes, to: old.set) }
        if let new = change.new { sets.add(objects: 1, bytes: new.bytes, to: new.set) }
        return .ok
    }

    /// What a write does to the counts of the sets.
    private struct Change: Sendable {
        struct Part: Sendable {
            let set: UInt16
            let bytes: Int
        }
        var old: Part?
        var new: Part?
    }

    private func apply(
        to records: inout PartitionRecords,
        survey: OperationSurvey,
        request: RawSpan,
        into writer: inout ByteWriter
    ) throws(CommandFailure) -> Change {
        let index = records.index(of: self.command.digest)
        let held = index.map { records.records[$0] }
        let record = held.flatMap { $0.isLive(at: self.target.moment) ? $0 : nil }
        try self.checkPolicies(against: record, survey: survey, request: request)
        try self.checkNewKey(of: record)
        let voidTime = try self.voidTime(current: record)

        var change = Change()
        change.old = held.map { Change.Part(set: $0.set, bytes: $0.body.count) }
        var draft = record.map { self.command.replaces ? RecordDraft() : RecordDraft($0) } ?? RecordDraft()
        var reply = ReplyWriter(&writer, row: self.command.replyRow)
        do throws(CommandFailure) {
            var run = OperationRun(command: self.command, target: self.target, record: record, draft: draft)
            try run.apply(request: request, reply: &reply, into: &writer)
            draft = run.draft
            guard draft.count > 0 else {
                guard let index, record != nil, !self.command.replaces else {
                    throw CommandFailure(.notFound, of: record)
                }
                guard !self.command.info2.contains(.durableDelete) else {
                    throw CommandFailure(.enterpriseOnly, of: record)
                }
                records.remove(at: index)
                reply.finish(ReplyHeader(.ok), in: &writer)
                return change
            }
            let written = try self.written(draft, over: record, voidTime: voidTime, request: request)
            change.new = Change.Part(set: written.set, bytes: written.body.count)
            records.insert(written)
            reply.finish(ReplyHeader(.ok, of: written), in: &writer)
        } catch {
            reply.discard(in: &writer)
            throw error
        }
        return change
    }

    private func checkPolicies(
        against record: StoredRecord?,
        survey: OperationSurvey,
        request: RawSpan
    ) throws(CommandFailure) {
        guard let record else {
            if self.command.mustExist || survey.hasTouch { throw CommandFailure(.notFound) }
            guard self.command.accepts(generation: 0) else { throw CommandFailure(.generation) }
            return
        }
        if self.command.info2.contains(.createOnly) { throw CommandFailure(.recordExists, of: record) }
        guard self.command.accepts(generation: record.generation) else {
            throw CommandFailure(.generation, of: record)
        }
        try self.target.checkSet(of: record, isWrite: true)
        try self.target.checkFilter(record)
        try self.target.checkKey(self.command.layout.fields[.userKey], of: record, request: request)
    }

    /// Checks that a key that is to be stored has a type and a value.
    private func checkNewKey(of record: StoredRecord?) throws(CommandFailure) {
        guard let key = self.command.layout.fields[.userKey], key.count < 2 else { return }
        if let record, record.keyFieldSize > 0 { return }
        throw CommandFailure(.unsupported, of: record)
    }

    private func voidTime(current record: StoredRecord?) throws(CommandFailure) -> VoidTime {
        do throws(OperationFailure) {
            return try TimeToLive.voidTime(
                requested: self.command.layout.header.recordTimeToLive,
                current: record?.voidTime,
                settings: self.target.namespace.settings.values,
                at: self.target.moment
            )
        } catch { throw CommandFailure(ResultCode(rawValue: error.resultCode), of: record) }
    }

    /// The record as it is after the write.
    private func written(
        _ draft: RecordDraft,
        over record: StoredRecord?,
        voidTime: VoidTime,
        request: RawSpan
    ) throws(CommandFailure) -> StoredRecord {
        let namespace = self.target.namespace
        guard let binCount = UInt16(exactly: draft.count) else { throw CommandFailure(.parameter, of: record) }
        guard let set = record?.set ?? namespace.sets.number(creating: self.target.set) else {
            throw CommandFailure(.parameter)
        }
        let stored = record.map { Array($0.body[$0.keyRange]) } ?? []
        let key = stored.isEmpty ? request.copy(of: self.command.layout.fields[.userKey]) : stored
        let size = FlatRecordSize.size(
            of: draft,
            request: request,
            setNameSize: record.map { namespace.sets.name(of: $0.set).count } ?? self.target.set.count,
            keySize: key.count,
            hasVoidTime: voidTime != .never
        )
        guard size <= namespace.settings.values.maximumRecordSize else {
            throw CommandFailure(.recordTooBig, of: record)
        }
        if voidTime != .never { namespace.noteExpiring() }
        let keyFieldSize = key.isEmpty ? 0 : key.count + 5
        var body = ByteWriter(capacity: keyFieldSize + draft.size)
        if !key.isEmpty { Field(.userKey, key).write(to: &body) }
        draft.write(to: &body, request: request)
        return StoredRecord(
            digest: self.command.digest,
            voidTime: voidTime,
            lastUpdate: self.target.moment.milliseconds,
            generation: StoredRecord.generation(after: record?.generation ?? 0),
            set: set,
            binCount: binCount,
            keyFieldSize: UInt32(truncatingIfNeeded: keyFieldSize),
            body: body.finish()
        )
    }
}
