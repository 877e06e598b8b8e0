extension NodeProbe {
    /// How much earlier than the next an address is tried, so that the first is taken where several work. All are tried
    /// before the time for a look is over.
    private static let longestLead = Duration.milliseconds(100)

    /// Looks for a node at the addresses that it is listed with, within one limit for all of them: an address that swallows what is sent
    /// to it, as one of an inner network may, takes nothing from the others.
    ///
    /// - Parameters:
    ///   - peer: The node; its first `PeersList.mostAddresses` addresses are tried.
    ///   - time: The limit of connecting, asking and introducing ourselves.
    func find(_ peer: PeersList.Peer, within time: Duration) async -> Result<Finding, PeerRefusal> {
        let limit = ProbeLimit(time)
        let lead = min(Self.longestLead, time / (PeersList.mostAddresses + 4))
        return await withTaskGroup(of: Result<Finding, AerospikeError>.self) { group in
            for (number, address) in peer.addresses.prefix(PeersList.mostAddresses).enumerated() {
                group.addTask { await self.ask(at: address, of: peer.id, after: lead * number, limit) }
            }
            var winner: Finding?
            var problem = AerospikeError(.invalidNode, "the node lists no address", node: peer.id)
            for await result in group {
                switch (result, winner) {
                case (.success(let finding), nil):
                    winner = finding
                    group.cancelAll()
                case (.success(let finding), _): finding.connection.close()
                case (.failure(let error), nil): problem = error
                case (.failure, _): continue
                }
            }
            if let winner { return .success(winner) }
            return .failure(PeerRefusal(id: peer.id, error: problem, isLate: limit.isOver()))
        }
    }

    private func ask(
        at address: NodeAddress,
        of id: String,
        after lead: Duration,
        _ limit: ProbeLimit
    ) async -> Result<Finding, AerospikeError> {
        // Cancelled when another address was faster, and then connecting is given up too.
        if lead > .zero { try? await Task.sleep(for: lead) }
        do throws(AerospikeError) {
            let connection = try await self.open(address, name: "\(id) \(address)", limit)
            let reply = try await self.ask(NodeIdentity.commands, on: connection, limit)
            return .success(try await self.finding(reply, expectedID: id, at: address, connection, limit))
        } catch {
            return .failure(error)
        }
    }
}
