import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Speaks to a node of a cluster without a socket.
struct ClusterNode {
    let state: ServerState

    init(_ number: Int, of cluster: LocalCluster) throws {
        self.state = try #require(cluster.state(of: number))
    }

    /// Sends a message and returns all messages of the answer.
    func answers(to message: Message) throws -> [Message] {
        let body = Array(message.encoded().dropFirst(ProtocolHeader.size))
        let responder = MessageResponder(state: self.state, session: ClientSession(client: "127.0.0.1+1"))
        var writer = ByteWriter()
        if case .scan(var run) = responder.respond(to: .message, body: body.view, into: &writer) {
            let allowance = ScanRun.Allowance(bytes: 1 << 20, records: Int.max, visits: 100)
            while run.fill(&writer, allowance: allowance) != .done {}
            FinalMessage.write(.ok, into: &writer)
        }
        let bytes = writer.finish()
        var reader = ByteReader(bytes.view)
        var messages: [Message] = []
        while !reader.isAtEnd {
            let header = try ProtocolHeader(reading: &reader)
            messages += try Message.all(of: [UInt8](copying: try reader.readBytes(header.bodySize)))
        }
        return messages
    }

    /// The result of a command on one record.
    func result(of message: Message) throws -> ResultCode? { try self.answers(to: message).first?.header.resultCode }

    /// What a scan of partitions finds: the digests, and the partitions that are not there.
    func scan(_ partitions: [PartitionID] = PartitionID.all) throws -> (found: [Digest], unavailable: Set<UInt32>) {
        var request = PartitionScanRequest(namespace: "test", set: "", taskID: 0)
        request.partitions = partitions
        let bytes = request.encoded()
        var reader = ByteReader(bytes.view)
        try reader.skip(ProtocolHeader.size)
        let messages = try self.answers(to: Message(reading: &reader))
        let refusals = messages.filter { $0.header.resultCode == .partitionUnavailable }
        return (messages.compactMap { $0[.digest].flatMap { Digest($0) } }, Set(refusals.map(\.header.generation)))
    }

    /// The value of an info command.
    func info(_ command: String) -> String {
        InfoResponder(state: self.state, session: ClientSession(client: "")).value(of: command)
    }

    /// A figure of the namespace.
    func figure(_ name: String) -> Int? {
        let pairs = self.info("namespace/test").split(separator: ";")
        return pairs.first { $0.hasPrefix("\(name)=") }.flatMap { Int($0.dropFirst(name.count + 1)) }
    }
}
