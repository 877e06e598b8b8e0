import AerospikeProtocol
import NIOCore

extension Cluster {
    /// Asks every node at once what it says of the cluster, within the time for regular looks.
    ///
    /// - Parameter namespace: The namespace whose copies are of interest; `nil` if none are.
    /// - Returns: What the nodes say, by id, and the ids of those that do not answer.
    public func statements(
        of namespace: String?
    ) async -> (statements: [ClusterStatement], silent: [String]) {
        await withTaskGroup(of: (String, ClusterStatement?).self) { group in
            for node in self.nodes {
                group.addTask { (node.id, try? await self.statement(of: namespace, on: node)) }
            }
            var statements: [ClusterStatement] = []
            var silent: [String] = []
            for await (id, statement) in group {
                if let statement { statements.append(statement) } else { silent.append(id) }
            }
            return (statements.sorted { $0.nodeID < $1.nodeID }, silent.sorted())
        }
    }

    private func statement(
        of namespace: String?,
        on node: Node
    ) async throws(AerospikeError) -> ClusterStatement {
        let peersCommand = self.configuration.peersCommand
        let commands = ClusterStatement.commands(namespace: namespace, peersCommand: peersCommand)
        let deadline = NIODeadline.now() + TimeAmount(self.configuration.tendTimeout)
        let reply = try await self.directory.pool(of: node).withConnection(until: deadline) { connection in
            await connection.info(commands, limit: .deadline(deadline))
        }
        return ClusterStatement(nodeID: node.id, reply: reply, namespace: namespace, peersCommand: peersCommand)
    }
}
