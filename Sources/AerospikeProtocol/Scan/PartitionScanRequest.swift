/// A request to one node for the records of some of its partitions (`Spec/wire-protocol.md` §11.1).
public struct PartitionScanRequest: Hashable, Sendable {
    /// The namespace's name.
    public var namespace: String
    /// The set's name; empty for the whole namespace.
    public var set: String
    /// The names of the bins wanted; empty for all.
    public var bins: [String]
    /// Whether only metadata is wanted.
    public var withoutBins: Bool
    /// The partitions to be read from their start.
    public var partitions: [PartitionID]
    /// For partitions to be resumed: the digest of the last record received.
    public var resumeAfter: [Digest]
    /// The id of the scan, never used before.
    public var taskID: UInt64
    /// The limit of records; 0 for none.
    public var maximumRecords: UInt64
    /// The limit of records per second; 0 for none.
    public var recordsPerSecond: UInt32
    /// How long the server waits for the client, in milliseconds; 0 for ever.
    public var socketTimeout: UInt32
    /// The time the whole scan may take, in milliseconds; 0 for any.
    public var totalTimeout: UInt32
    /// A packed filter expression; empty for none.
    public var filterExpression: [UInt8]

    /// Creates a request for whole records of a namespace.
    public init(namespace: String, set: String = "", taskID: UInt64) {
        self.namespace = namespace
        self.set = set
        self.bins = []
        self.withoutBins = false
        self.partitions = []
        self.resumeAfter = []
        self.taskID = taskID
        self.maximumRecords = 0
        self.recordsPerSecond = 0
        self.socketTimeout = 10_000
        self.totalTimeout = 0
        self.filterExpression = []
    }

    /// The whole message with its protocol header, ready to be sent.
    public func encoded() -> [UInt8] {
        Message(header: self.header, fields: self.fields, operations: self.operations).encoded()
    }

    private var header: MessageHeader {
        MessageHeader(
            info1: self.withoutBins ? [.read, .noBins] : [.read],
            info3: [.partitionResults],
            recordTimeToLive: VoidTime.neverTimeToLive,
            transactionTimeToLive: self.totalTimeout
        )
    }

    private var operations: [Operation] {
        self.withoutBins ? [] : self.bins.map { Operation(.read, name: Array($0.utf8)) }
    }

    /// The fields in the order of the C client.
    private var fields: [Field] {
        var fields = [Field(.namespace, text: self.namespace)]
        if !self.set.isEmpty { fields.append(Field(.set, text: self.set)) }
        if self.recordsPerSecond > 0 { fields.append(Field(.recordsPerSecond, Self.bytes(self.recordsPerSecond))) }
        fields.append(Field(.socketTimeout, Self.bytes(self.socketTimeout)))
        fields.append(Field(.taskID, Self.bytes(self.taskID)))
        if !self.filterExpression.isEmpty { fields.append(Field(.filterExpression, self.filterExpression)) }
        if !self.partitions.isEmpty {
            fields.append(
                Field(.partitions, self.partitions.flatMap { [UInt8($0.number & 255), UInt8($0.number >> 8)] })
            )
        }
        if !self.resumeAfter.isEmpty { fields.append(Field(.resumeDigests, self.resumeAfter.flatMap(\.bytes))) }
        if self.maximumRecords > 0 { fields.append(Field(.maximumRecords, Self.bytes(self.maximumRecords))) }
        return fields
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - $0 * 8)) }
    }

    private static func bytes(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - $0 * 8)) }
    }
}
