import AerospikeProtocol

/// Runs commands on single records against the namespaces of a server (`Spec/wire-protocol.md` §9).
struct CommandRunner: Sendable {
    /// The longest name of a set, in bytes.
    private static let maximumSetNameSize = 63

    let namespaces: [LocalNamespace]
    let clock: WallClock
    private let faults: FaultInjector?

    /// Creates a runner.
    init(namespaces: [LocalNamespace], clock: WallClock, faults: FaultInjector? = nil) {
        self.namespaces = namespaces
        self.clock = clock
        self.faults = faults
    }

    /// The namespace with a name; `nil` if there is none.
    func namespace(_ name: RawSpan) -> LocalNamespace? {
        for namespace in self.namespaces {
            let bytes = namespace.nameBytes
            if name.isEqual(to: bytes.view) { return namespace }
        }
        return nil
    }

    /// Runs a command and appends its reply to `writer`.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - request: The bytes that the command's layout points into.
    ///   - defaultFilter: The filter of a whole batch, for rows without one.
    ///   - writer: Takes the reply.
    /// - Returns: The result in the reply.
    @discardableResult
    func run(
        _ command: RecordCommand,
        request: RawSpan,
        defaultFilter: FilterExpression? = nil,
        into writer: inout ByteWriter
    ) -> ResultCode {
        switch self.faults?.fault(on: [command.info2.contains(.write) ? .write : .read]) {
        case .result(let result, afterRecords: _):
            return self.fail(command, with: result, into: &writer)
        case .applied(let result):
            let start = writer.count
            self.execute(command, request: request, defaultFilter: defaultFilter, into: &writer)
            writer.truncate(to: start)
            return self.fail(command, with: result, into: &writer)
        default:
            return self.execute(command, request: request, defaultFilter: defaultFilter, into: &writer)
        }
    }

    private func fail(_ command: RecordCommand, with result: ResultCode, into writer: inout ByteWriter) -> ResultCode {
        ReplyWriter(&writer, row: command.replyRow).finish(ReplyHeader(result), in: &writer)
        return result
    }

    @discardableResult
    private func execute(
        _ command: RecordCommand,
        request: RawSpan,
        defaultFilter: FilterExpression?,
        into writer: inout ByteWriter
    ) -> ResultCode {
        do throws(CommandFailure) {
            let target = try self.target(of: command, request: request, defaultFilter: defaultFilter)
            if command.layout.fields[.functionModule] != nil {
                return FunctionCommand.run(command, into: &writer)
            }
            guard command.info2.contains(.write) else {
                return try ReadCommand(command: command, target: target).run(request: request, into: &writer)
            }
            if command.info2.contains(.delete) {
                return try DeleteCommand(command: command, target: target).run(request: request, into: &writer)
            }
            return try WriteCommand(command: command, target: target).run(request: request, into: &writer)
        } catch {
            ReplyWriter(&writer, row: command.replyRow).finish(error.header, in: &writer)
            return error.header.result
        }
    }

    /// Checks what can be checked without the record.
    private func target(
        of command: RecordCommand,
        request: RawSpan,
        defaultFilter: FilterExpression?
    ) throws(CommandFailure) -> CommandTarget {
        let fields = command.layout.fields
        guard let name = fields[.namespace], let namespace = self.namespace(request.at(name)) else {
            throw CommandFailure(.namespaceNotFound)
        }
        let set = request.copy(of: fields.set)
        guard set.count <= Self.maximumSetNameSize else { throw CommandFailure(.parameter) }
        guard command.info2.contains(.write) || command.layout.header.info1.contains(.read) else {
            throw CommandFailure(.parameter)
        }
        let own = fields[.filterExpression].map { CommandFilter.packed(request.copy(of: $0)) }
        let filter = own ?? defaultFilter.map { .ready($0) }
        return CommandTarget(namespace: namespace, set: set, filter: filter, moment: self.clock.moment)
    }

    /// The filter of a message; `nil` if it has none.
    ///
    /// - Throws: Result 4 for an expression that is malformed.
    static func filter(_ fields: FieldTable, request: RawSpan) throws(CommandFailure) -> FilterExpression? {
        guard let range = fields[.filterExpression] else { return nil }
        do throws(OperationFailure) {
            return try FilterExpression(request.copy(of: range)[...])
        } catch { throw CommandFailure(ResultCode(rawValue: error.resultCode)) }
    }
}
