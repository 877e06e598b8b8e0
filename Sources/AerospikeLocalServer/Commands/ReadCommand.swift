import AerospikeProtocol

/// Reads a record, some of its bins, or what operations make of them (`Spec/wire-protocol.md` §9).
struct ReadCommand {
    let command: RecordCommand
    let target: CommandTarget

    func run(request: RawSpan, into writer: inout ByteWriter) throws(CommandFailure) -> ResultCode {
        let record = try self.find(request: request)
        let info1 = self.command.layout.header.info1
        var reply = ReplyWriter(&writer, row: self.command.replyRow)
        do throws(CommandFailure) {
            if info1.contains(.noBins) {
                // Metadata only: the header says it all.
            } else if info1.contains(.allBins) {
                reply.append(encoded: record.body.view.at(record.binsRange), count: record.binCount, to: &writer)
            } else {
                try self.readBins(of: record, request: request, reply: &reply, into: &writer)
            }
        } catch {
            reply.discard(in: &writer)
            throw error
        }
        reply.finish(ReplyHeader(.ok, of: record), in: &writer)
        return .ok
    }

    private func find(request: RawSpan) throws(CommandFailure) -> StoredRecord {
        let digest = self.command.digest
        let found = self.target.namespace[digest.partition].withRecords { records in
            records.index(of: digest).map { records.records[$0] }
        }
        guard let record = found, record.isLive(at: self.target.moment) else { throw CommandFailure(.notFound) }
        try self.target.checkSet(of: record, isWrite: false)
        try self.target.checkFilter(record)
        try self.target.checkKey(self.command.layout.fields[.userKey], of: record, request: request)
        return record
    }

    private func readBins(
        of record: StoredRecord,
        request: RawSpan,
        reply: inout ReplyWriter,
        into writer: inout ByteWriter
    ) throws(CommandFailure) {
        guard self.command.layout.header.operationCount > 0 else { throw CommandFailure(.parameter, of: record) }
        let draft = RecordDraft(record)
        var reader = ByteReader(request.at(self.command.layout.operations))
        while !reader.isAtEnd {
            guard let operation = try? OperationView(reading: &reader) else { throw CommandFailure(.parameter) }
            do throws(OperationFailure) {
                let result = try self.result(of: operation, draft: draft, record: record, request: request)
                self.append(result, of: operation, to: &reply, in: &writer)
            } catch { throw CommandFailure(ResultCode(rawValue: error.resultCode), of: record) }
        }
    }

    private func result(
        of operation: borrowing OperationView,
        draft: RecordDraft,
        record: StoredRecord,
        request: RawSpan
    ) throws(OperationFailure) -> BinParticle? {
        guard let name = BinName(operation.name), !name.hasZeroByte else { throw OperationFailure(.binName) }
        switch operation.code {
        case .read:
            return draft.particle(of: name, request: request)
        case .collectionRead:
            guard let bin = draft.particle(of: name, request: request) else { return nil }
            return try ValueOperation.collection(operation, access: .read, bin: bin).result
        case .expressionRead:
            let view = RecordView(
                record,
                setName: self.target.namespace.sets.name(of: record.set),
                moment: self.target.moment
            )
            return try ValueOperation.expression(operation, access: .read, record: view).result
        case .bitsRead, .hyperLogLogRead:
            throw OperationFailure(.unsupported)
        default:
            throw OperationFailure(.parameter)
        }
    }

    private func append(
        _ result: BinParticle?,
        of operation: borrowing OperationView,
        to reply: inout ReplyWriter,
        in writer: inout ByteWriter
    ) {
        let code = self.command.row == nil ? operation.code : .read
        if let result {
            reply.append(code, name: operation.name, type: result.type, value: result.bytes.view, to: &writer)
        } else if self.command.respondsToAll {
            reply.append(code, name: operation.name, type: 0, value: [UInt8]().view, to: &writer)
        }
    }
}
