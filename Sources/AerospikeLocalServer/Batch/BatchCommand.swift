import AerospikeProtocol

/// Runs the rows of a batch in order and answers them in that order (`Spec/wire-protocol.md` §10).
struct BatchCommand {
    /// Rows are sent on in messages of about this size, in bytes.
    private static let messageSize = 128 * 1024

    let state: ServerState

    /// Runs a batch and appends its whole answer to `writer`, protocol headers included.
    func run(_ layout: MessageLayout, request: RawSpan, into writer: inout ByteWriter) {
        let start = writer.count
        var result: ResultCode
        do throws(CommandFailure) {
            result = try self.runRows(layout, request: request, into: &writer)
        } catch {
            writer.truncate(to: start)
            result = error.header.result
        }
        FinalMessage.write(result, into: &writer)
    }

    private func runRows(
        _ layout: MessageLayout,
        request: RawSpan,
        into writer: inout ByteWriter
    ) throws(CommandFailure) -> ResultCode {
        guard let place = layout.fields[.batch] ?? layout.fields[.batchWithSet] else {
            throw CommandFailure(.parameter)
        }
        let filter = try CommandRunner.filter(layout.fields, request: request)
        let rows = request.at(place)
        var reader = ByteReader(rows)
        guard let count = try? reader.readUInt32(), count > 0, let bits = try? reader.readUInt8() else {
            throw CommandFailure(.parameter)
        }
        let flags = BatchFlags(rawValue: bits)
        let failure = try self.runRows(count: count, from: &reader, filter: filter, rows: rows, into: &writer)
        guard let failure, !flags.contains(.respondAllKeys) else { return .ok }
        guard flags.contains(.reportFailingRow) else { throw CommandFailure(failure) }
        return failure
    }

    /// Runs the rows.
    ///
    /// - Returns: The first result that counts as failure of the batch; `nil` if all went well.
    /// - Throws: Result 4 if a row is malformed or names an unknown namespace; rows before it have been run.
    private func runRows(
        count: UInt32,
        from reader: inout ByteReader,
        filter: FilterExpression?,
        rows: RawSpan,
        into writer: inout ByteWriter
    ) throws(CommandFailure) -> ResultCode? {
        var parser = BatchRowReader()
        var failure: ResultCode?
        var message = ProtocolMessage(&writer)
        for _ in 0..<count {
            guard let command = try? parser.next(from: &reader) else { throw CommandFailure(.parameter) }
            let result = self.state.run(command, request: rows, defaultFilter: filter, into: &writer)
            switch result {
            case .ok, .notFound, .filteredOut: break
            case .namespaceNotFound: throw CommandFailure(.parameter)
            default: failure = failure ?? result
            }
            if message.size(in: writer) >= Self.messageSize {
                message.finish(in: &writer)
                message = ProtocolMessage(&writer)
            }
        }
        message.finish(in: &writer)
        return failure
    }
}
