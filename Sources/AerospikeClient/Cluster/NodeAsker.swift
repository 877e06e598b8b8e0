import AerospikeProtocol

/// Asks one node within the time for regular looks, on a new connection if the old one is of no use.
struct NodeAsker: Sendable {
    let probe: NodeProbe
    let timeout: Duration

    /// - Returns: The connection if it can be used again, and the answer.
    func ask(
        _ commands: [String],
        of node: Node,
        on connection: Connection?
    ) async -> (connection: Connection?, result: Result<InfoReply, AerospikeError>) {
        let limit = ProbeLimit(self.timeout)
        do throws(AerospikeError) {
            let connection = try await self.usable(connection, of: node, limit)
            let result = await connection.info(commands, limit: limit.wait)
            return (connection.isUsable ? connection : nil, result.mapError(\.error))
        } catch {
            return (nil, .failure(error))
        }
    }

    private func usable(
        _ connection: Connection?,
        of node: Node,
        _ limit: ProbeLimit
    ) async throws(AerospikeError) -> Connection {
        if let connection, connection.isUsable { return connection }
        let fresh = try await self.probe.open(node.endpoint, name: node.description, limit)
        await self.probe.introduce(on: fresh, build: ServerBuild(node.build), limit)
        return fresh
    }
}
