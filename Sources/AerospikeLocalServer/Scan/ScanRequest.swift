import AerospikeProtocol

/// A partition scan as a client asks for it (`Spec/wire-protocol.md` §11.1).
///
/// Queries of secondary indexes (field 22) and queries that apply functions are answered with result 16: the indexes of
/// this server are definitions only, and it runs no Lua. Background queries are refused with 4.
struct ScanRequest: Sendable {
    /// A partition and the digest to go on after.
    struct Cursor: Sendable {
        var partition: PartitionID
        var after: Digest?
    }

    /// The longest name of a set, in bytes.
    private static let maximumSetNameSize = 63

    var namespace: LocalNamespace
    var set: [UInt8]
    /// The partitions to be scanned; none if the set has never had a record.
    var cursors: [Cursor]
    var digestCount: Int
    var taskID: UInt64
    var socketTimeout: UInt32
    var recordsPerSecond: UInt32
    /// The limit of records; 0 for none.
    var maximumRecords: UInt64
    var withoutBins: Bool
    /// Whether the client expects a short answer: such scans are not remembered.
    var isShort: Bool
    /// The bins wanted; `nil` for all.
    var bins: [BinName]?
    var filter: FilterExpression?

    /// Reads a request.
    ///
    /// - Throws: The result that the one message of the answer carries.
    init(_ layout: MessageLayout, request: RawSpan, runner: CommandRunner) throws(CommandFailure) {
        let fields = layout.fields
        guard let name = fields[.namespace], let namespace = runner.namespace(request.at(name)) else {
            throw CommandFailure(.namespaceNotFound)
        }
        self.namespace = namespace
        self.set = request.copy(of: fields.set)
        guard !layout.header.info2.contains(.write) else {
            let isMissing = self.set.count <= Self.maximumSetNameSize && Self.isUnknown(self.set, in: namespace)
            throw CommandFailure(isMissing ? .notFound : .parameter)
        }
        guard layout.header.info3.contains(.partitionResults) else { throw CommandFailure(.unsupported) }
        guard self.set.count <= Self.maximumSetNameSize else { throw CommandFailure(.parameter) }
        guard fields[.indexRange] == nil, fields[.functionKind] == nil, fields[.functionModule] == nil else {
            throw CommandFailure(.unsupported)
        }
        if fields[.recordsPerSecond] != nil, layout.header.info1.contains(.shortQuery) {
            throw CommandFailure(.parameter)
        }
        let partitions = try Self.partitions(fields[.partitions], request: request)
        let digests = try Self.digests(fields[.resumeDigests], request: request)
        let cursors = try Self.merged(partitions, digests)
        self.cursors = Self.isUnknown(self.set, in: namespace) ? [] : cursors
        self.digestCount = digests?.count ?? 0
        self.isShort = layout.header.info1.contains(.shortQuery)
        self.taskID = try Self.integer(fields[.taskID], size: 8, request: request) ?? 0
        self.socketTimeout = UInt32(
            truncatingIfNeeded: try Self.integer(fields[.socketTimeout], size: 4, request: request) ?? 10_000
        )
        self.recordsPerSecond = UInt32(
            truncatingIfNeeded: try Self.integer(fields[.recordsPerSecond], size: 4, request: request) ?? 0
        )
        self.maximumRecords = try Self.integer(fields[.maximumRecords], size: 8, request: request) ?? 0
        self.withoutBins = layout.header.info1.contains(.noBins)
        self.bins = layout.header.operationCount == 0 ? nil : Self.names(layout, request: request)
        self.filter = try CommandRunner.filter(fields, request: request)
    }

    /// Whether a set has never had a record: a scan of it ends at once.
    private static func isUnknown(_ set: [UInt8], in namespace: LocalNamespace) -> Bool {
        !set.isEmpty && (set.count > Self.maximumSetNameSize || namespace.sets.number(of: set) == nil)
    }

    private static func integer(
        _ range: Range<Int>?,
        size: Int,
        request: RawSpan
    ) throws(CommandFailure) -> UInt64? {
        guard let range else { return nil }
        guard range.count == size else { throw CommandFailure(.parameter) }
        return request.copy(of: range).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func partitions(
        _ range: Range<Int>?,
        request: RawSpan
    ) throws(CommandFailure) -> [Cursor]? {
        guard let range else { return nil }
        let bytes = request.copy(of: range)
        guard bytes.count >= 2, bytes.count / 2 <= PartitionID.count else { throw CommandFailure(.parameter) }
        var cursors: [Cursor] = []
        for offset in stride(from: 0, to: bytes.count - 1, by: 2) {
            guard let partition = PartitionID(Int(bytes[offset]) | Int(bytes[offset + 1]) << 8) else {
                throw CommandFailure(.parameter)
            }
            cursors.append(Cursor(partition: partition, after: nil))
        }
        return cursors
    }

    private static func digests(_ range: Range<Int>?, request: RawSpan) throws(CommandFailure) -> [Cursor]? {
        guard let range else { return nil }
        let count = range.count / Digest.size
        guard count > 0, count <= PartitionID.count else { throw CommandFailure(.parameter) }
        return (0..<count).compactMap { index in
            let start = range.lowerBound + index * Digest.size
            return Digest(request.at(start..<(start + Digest.size))).map {
                Cursor(partition: $0.partition, after: $0)
            }
        }
    }

    /// Both lists as one, in which no partition may be twice.
    private static func merged(_ partitions: [Cursor]?, _ digests: [Cursor]?) throws(CommandFailure) -> [Cursor] {
        guard partitions != nil || digests != nil else { throw CommandFailure(.unsupported) }
        let all = (partitions ?? []) + (digests ?? [])
        var seen = [Bool](repeating: false, count: PartitionID.count)
        for cursor in all {
            guard !seen[cursor.partition.index] else { throw CommandFailure(.parameter) }
            seen[cursor.partition.index] = true
        }
        return all
    }

    /// The names of the operations; those too long for a bin match none and are dropped.
    private static func names(_ layout: MessageLayout, request: RawSpan) -> [BinName] {
        var reader = ByteReader(request.at(layout.operations))
        var names: [BinName] = []
        while !reader.isAtEnd, let operation = try? OperationView(reading: &reader) {
            if let name = BinName(operation.name) { names.append(name) }
        }
        return names
    }
}
