import AerospikeProtocol

extension Cluster {
    /// Asks all seeds at once who they are, but for those that are addresses of nodes already, within the time for regular looks.
    ///
    /// Only the first seed that has peers was connected to. One behind it may be a node that was cut off before, whom the others
    /// have forgotten, so that nothing that they say tells of it (`Spec/wire-protocol.md` §21.2).
    ///
    /// - Returns: Those that do not lead to a node of this cluster, in their order. A seed that is alone never strays.
    public func straySeeds() async -> [StraySeed] { await self.straySeeds(within: self.configuration.tendTimeout) }

    /// - Parameter time: How long all of it may take.
    func straySeeds(within time: Duration) async -> [StraySeed] {
        guard self.configuration.seeds.count > 1 else { return [] }
        return await withTaskGroup(of: (Int, StraySeed?).self) { group in
            for (position, seed) in self.configuration.seeds.enumerated() where !self.isAddressOfNode(seed) {
                group.addTask { (position, await self.stray(seed, within: time)) }
            }
            var strays: [(Int, StraySeed)] = []
            for await (position, stray) in group { if let stray { strays.append((position, stray)) } }
            return strays.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func isAddressOfNode(_ seed: Seed) -> Bool {
        self.nodes.contains { node in
            node.address == seed.description || node.numericAddress == seed.description
        }
    }

    private func stray(_ seed: Seed, within time: Duration) async -> StraySeed? {
        do throws(AerospikeError) {
            let id = try await self.nodeID(at: seed, within: time)
            return self.nodes.contains { $0.id == id } ? nil : StraySeed(seed, .outsider(nodeID: id))
        } catch {
            return StraySeed(seed, .silent(error.message))
        }
    }

    private func nodeID(at seed: Seed, within time: Duration) async throws(AerospikeError) -> String {
        let limit = ProbeLimit(time)
        let address = NodeAddress(seed)
        let probe = NodeProbe(self.configuration)
        let connection = try await probe.open(address, name: address.description, limit)
        defer { connection.close() }
        let reply = try await probe.ask(NodeIdentity.commands, on: connection, limit)
        return try NodeIdentity(reply, expectedID: nil).id
    }
}
