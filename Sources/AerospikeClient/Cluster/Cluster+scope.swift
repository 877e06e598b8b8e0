public import Logging

extension Cluster {
    /// Connects to a cluster, runs `body`, and closes everything at its end.
    ///
    /// While `body` runs, a child task looks at the nodes every `ClusterConfiguration.tendInterval`.
    ///
    /// - Parameters:
    ///   - configuration: Where to find the cluster, and time limits.
    ///   - logger: Receives what happens to nodes.
    ///   - body: Uses the cluster, which must not be used after it.
    /// - Throws: `AerospikeError` with code `noNodes` that names every seed and why it failed; what `body` throws.
    public static func withCluster<Result: Sendable>(
        _ configuration: ClusterConfiguration,
        logger: Logger,
        _ body: (Cluster) async throws -> Result
    ) async throws -> Result {
        let cluster = Cluster(configuration: configuration)
        let tender = ClusterTender(configuration: configuration, logger: logger, directory: cluster.directory)
        do {
            try await tender.connect()
        } catch {
            await tender.close()
            throw error
        }
        let outcome = await withTaskGroup(of: Void.self) { group in
            group.addTask { await tender.run() }
            let outcome: Swift.Result<Result, any Error>
            do { outcome = .success(try await body(cluster)) } catch { outcome = .failure(error) }
            group.cancelAll()
            await group.waitForAll()
            return outcome
        }
        await tender.close()
        return try outcome.get()
    }
}
