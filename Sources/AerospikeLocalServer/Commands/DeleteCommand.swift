import AerospikeProtocol

/// Removes a record (`Spec/wire-protocol.md` §9).
struct DeleteCommand {
    let command: RecordCommand
    let target: CommandTarget

    func run(request: RawSpan, into writer: inout ByteWriter) throws(CommandFailure) -> ResultCode {
        guard !self.command.info2.contains(.durableDelete) else { throw CommandFailure(.enterpriseOnly) }
        let namespace = self.target.namespace
        let removed = try namespace[self.command.digest.partition].withRecords { records throws(CommandFailure) in
            guard let index = records.index(of: self.command.digest) else { throw CommandFailure(.notFound) }
            guard records.records[index].isLive(at: self.target.moment) else { throw CommandFailure(.notFound) }
            do throws(CommandFailure) {
                try self.check(records.records[index], request: request)
            } catch { throw CommandFailure(error.header.result) }
            return records.remove(at: index)
        }
        namespace.sets.add(objects: -1, bytes: -removed.body.count, to: removed.set)
        ReplyWriter(&writer, row: self.command.replyRow).finish(ReplyHeader(.ok), in: &writer)
        return .ok
    }

    private func check(_ record: StoredRecord, request: RawSpan) throws(CommandFailure) {
        try self.target.checkSet(of: record, isWrite: false)
        guard self.command.accepts(generation: record.generation) else { throw CommandFailure(.generation) }
        try self.target.checkFilter(record)
        try self.target.checkKey(self.command.layout.fields[.userKey], of: record, request: request)
    }
}
