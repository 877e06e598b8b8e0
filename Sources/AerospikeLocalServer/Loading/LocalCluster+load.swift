import AerospikeProtocol

extension LocalCluster {
    /// Fills the first namespace with sample records, as `LocalServer.load` does: each node with those it is to have.
    public func load(records count: Int) async throws {
        guard count > 0 else { return }
        for number in self.nodes {
            guard let state = self.state(of: number) else { continue }
            let complete = state.cluster.complete
            try await state.load(records: count, threads: self.threads) { complete[$0] }
        }
    }
}
