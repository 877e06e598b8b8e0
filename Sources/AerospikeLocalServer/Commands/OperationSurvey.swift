import AerospikeProtocol

/// What the operations of a write are, looked at before the record is: which of them forbid each other or the policies.
struct OperationSurvey {
    /// Whether an operation renews the time to live, which needs a record.
    private(set) var hasTouch = false
    private var hasRead = false
    private var hasReadAll = false
    private var hasAnswers = false

    /// Looks at the operations of a write.
    ///
    /// - Throws: Result 4 for operations that the request's flags forbid, 21 for bad names of bins.
    init(_ command: RecordCommand, request: RawSpan) throws(CommandFailure) {
        guard command.layout.header.operationCount > 0 else { throw CommandFailure(.parameter) }
        var reader = ByteReader(request.at(command.layout.operations))
        while !reader.isAtEnd {
            guard let operation = try? OperationView(reading: &reader) else { throw CommandFailure(.parameter) }
            try self.add(operation, of: command)
        }
        let info1 = command.layout.header.info1
        guard !self.hasRead || info1.contains(.read) else { throw CommandFailure(.parameter) }
        if info1.contains(.allBins),
            !self.hasReadAll || self.hasAnswers || command.respondsToAll
        {
            throw CommandFailure(.parameter)
        }
    }

    private mutating func add(
        _ operation: borrowing OperationView,
        of command: RecordCommand
    ) throws(CommandFailure) {
        guard let name = BinName(operation.name), !name.hasZeroByte else { throw CommandFailure(.binName) }
        switch operation.code {
        case .touch:
            guard !command.replaces else { throw CommandFailure(.parameter) }
            self.hasTouch = true
        case .write:
            guard !command.replaces || operation.particleType != .null else { throw CommandFailure(.parameter) }
        case .read, .collectionRead, .expressionRead, .bitsRead, .hyperLogLogRead:
            self.hasRead = true
            if operation.code == .read, operation.name.isEmpty {
                self.hasReadAll = true
            } else {
                self.hasAnswers = true
            }
        case .collectionModify, .bitsModify, .hyperLogLogModify:
            guard !command.replaces else { throw CommandFailure(.parameter) }
        case .increment, .append, .prepend, .deleteAll:
            guard !command.replaces else { throw CommandFailure(.parameter) }
        default:
            break
        }
    }
}
