public import AerospikeProtocol

/// An error of talking to a cluster: what failed, where, and what the server said.
public struct AerospikeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable {
            case badSeed
            case badParameter
            case connectFailed
            case connectionLost
            case timeout
            case noNodes
            case invalidNode
            case unknownNamespace
            case badReply
            case disorderedReply
            case unavailable
            case cancelled
            case server(ResultCode)
        }

        private let kind: Kind

        /// A seed that cannot be read.
        public static let badSeed = Code(kind: .badSeed)
        /// A name or text that no command can carry; nothing was sent.
        public static let badParameter = Code(kind: .badParameter)
        /// A connection could not be opened.
        public static let connectFailed = Code(kind: .connectFailed)
        /// An open connection was lost.
        public static let connectionLost = Code(kind: .connectionLost)
        /// The server did not answer in time.
        public static let timeout = Code(kind: .timeout)
        /// No node of the cluster can be reached.
        public static let noNodes = Code(kind: .noNodes)
        /// A node is unknown or has left, or a partition has no node.
        public static let invalidNode = Code(kind: .invalidNode)
        /// No node knows the namespace.
        public static let unknownNamespace = Code(kind: .unknownNamespace)
        /// A reply that does not follow the protocol.
        public static let badReply = Code(kind: .badReply)
        /// Records that do not come in the order of the protocol, so that what was read before is doubtful.
        public static let disorderedReply = Code(kind: .disorderedReply)
        /// Partitions stayed unavailable in every round of a scan.
        public static let unavailable = Code(kind: .unavailable)
        /// The task was cancelled.
        public static let cancelled = Code(kind: .cancelled)

        /// The server answered with a result other than success.
        public static func server(_ resultCode: ResultCode) -> Code { Code(kind: .server(resultCode)) }

        /// What the server answered, if that is the error.
        public var resultCode: ResultCode? {
            guard case .server(let resultCode) = self.kind else { return nil }
            return resultCode
        }

        /// Whether the connection, and not the command, is at fault.
        public var isConnectionFault: Bool {
            switch self.kind {
            case .connectFailed, .connectionLost, .timeout, .invalidNode: true
            default: false
            }
        }
    }

    /// The kind of error.
    public var code: Code
    /// What failed, where, and what would be right.
    public var message: String
    /// The node's id and address, or only its address before the id is known.
    public var node: String?
    /// The partition the error is about.
    public var partition: PartitionID?
    /// Whether it is certain that nothing of the command was sent.
    public var isUnsent: Bool

    /// Creates an error.
    public init(
        _ code: Code,
        _ message: String,
        node: String? = nil,
        partition: PartitionID? = nil,
        isUnsent: Bool = false
    ) {
        self.code = code
        self.message = message
        self.node = node
        self.partition = partition
        self.isUnsent = isUnsent
    }

    /// Creates an error from what a server said in the text protocol.
    public init(_ failure: InfoFailure, node: String? = nil) {
        self.init(.server(ResultCode(rawValue: UInt8(clamping: failure.code))), failure.message, node: node)
    }

    /// Creates an error from one in the bytes of a reply.
    public init(_ error: ProtocolError, node: String? = nil) {
        self.init(.badReply, error.message, node: node)
    }

    /// What the server answered, if that is the error.
    public var resultCode: ResultCode? { self.code.resultCode }

    /// Whether the server may have carried the command out all the same: it was sent, and no answer came that says what
    /// became of it.
    public var mayHaveBeenCarriedOut: Bool {
        switch self.code {
        case .connectionLost, .timeout, .badReply, .cancelled: !self.isUnsent
        default: false
        }
    }

    /// The message with node and result code.
    public var description: String {
        let place = self.node.map { " (node \($0))" } ?? ""
        guard let resultCode = self.resultCode else { return self.message + place }
        return "\(self.message), result code \(resultCode.rawValue)\(place)"
    }
}
