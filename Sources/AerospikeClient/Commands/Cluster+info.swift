public import AerospikeProtocol
import NIOCore

extension Cluster {
    /// Asks a node one command of the text protocol.
    ///
    /// - Returns: The value. One that tells of an error is returned as it is: see `InfoFailure(value:)`.
    public func info(_ command: String, on node: Node) async throws(AerospikeError) -> String {
        let reply = try await self.info([command], on: node)
        guard let value = reply[command] else {
            throw AerospikeError(.badReply, "no value for '\(command)' in the reply", node: node.description)
        }
        return value
    }

    /// Asks a node several commands of the text protocol at once.
    public func info(_ commands: [String], on node: Node) async throws(AerospikeError) -> InfoReply {
        let deadline = NIODeadline.now() + TimeAmount(self.configuration.infoTimeout)
        return try await self.directory.pool(of: node).withConnection(until: deadline) { connection in
            await connection.info(commands, limit: .deadline(deadline))
        }
    }

    /// Asks a node one command and turns a value that tells of an error into one.
    func checkedInfo(_ command: String, on node: Node) async throws(AerospikeError) -> String {
        let value = try await self.info(command, on: node)
        if let failure = InfoFailure(value: value) { throw AerospikeError(failure, node: node.description) }
        return value
    }

    /// The first node by id.
    func anyNode() throws(AerospikeError) -> Node {
        guard let node = self.nodes.first else { throw AerospikeError(.noNodes, "the cluster has no active node") }
        return node
    }
}
