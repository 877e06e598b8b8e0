import AerospikeProtocol
import Logging

/// Looks at all nodes at regular intervals and keeps the directory up to date.
actor ClusterTender {
    /// The looks in which nodes may come or go before a tool begins.
    private static let mostChanges = 5
    /// The time between two looks of the beginning if a node left something unanswered.
    private static let pause = Duration.milliseconds(250)

    let configuration: ClusterConfiguration
    let logger: Logger
    nonisolated let directory: NodeDirectory
    let probe: NodeProbe
    var state = ClusterState()
    var refusedPeers = RefusedPeers()
    var hasWarnedOfNodes = false
    /// The connection of the looks at each node.
    var connections: [String: Connection] = [:]

    init(configuration: ClusterConfiguration, logger: Logger, directory: NodeDirectory) {
        self.configuration = configuration
        self.logger = logger
        self.directory = directory
        self.probe = NodeProbe(configuration)
    }

    /// Finds the cluster.
    ///
    /// - Throws: `AerospikeError` with code `noNodes` that names every seed and why it failed.
    func connect() async throws(AerospikeError) {
        try await self.joinSeeds()
        let patience = self.configuration.firstPatience
        let limit = ProbeLimit(patience)
        var changes = 0
        while changes < Self.mostChanges, !Task.isCancelled {
            let count = self.state.members.count
            await self.tick(patience: patience)
            if self.state.members.count != count {
                changes += 1
                continue
            }
            // What is begun without the peers or the partitions of a node ends for the want of them.
            guard self.state.isIncomplete, !limit.isOver() else { break }
            try? await Task.sleep(for: Self.pause)
        }
        guard !self.state.members.isEmpty else {
            throw AerospikeError(.noNodes, "the nodes of the cluster were lost while connecting")
        }
    }

    /// Looks at the nodes until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let interval = self.configuration.tendInterval
            // Whoever waits for a dead node's successor waits for the next look.
            try? await Task.sleep(for: self.state.isUnsettled ? interval / 4 : interval)
            guard !Task.isCancelled else { break }
            await self.tick()
        }
    }

    /// Closes the connections of the looks.
    func close() {
        for connection in self.connections.values { connection.close() }
        self.connections = [:]
        self.state = ClusterState()
        self.directory.update(self.state)
    }

    /// Looks at every node once.
    ///
    /// - Parameter patience: How long a peer that is not known may take to answer, and a node if that is longer than in a regular look; without
    ///   it as long as a node may then.
    func tick(patience: Duration? = nil) async {
        if self.state.members.isEmpty { await self.startAgain() }
        let patience = patience ?? self.configuration.tendTimeout
        let time = max(patience, self.configuration.tendTimeout)
        self.state.beginTick()
        await self.refreshMembers(within: time)
        guard !Task.isCancelled else { return }
        if self.state.needsPeers { await self.updatePeers(patience: patience, within: time) }
        await self.updateReplicas(within: time)
        self.directory.update(self.state)
    }

    /// All nodes were lost.
    private func startAgain() async {
        do throws(AerospikeError) {
            try await self.joinSeeds()
        } catch {
            if error.code != .cancelled { self.logger.warning("\(error.message)") }
        }
    }

    /// Joins the first seed that has peers; one without only if no other does.
    private func joinSeeds() async throws(AerospikeError) {
        var problems: [String] = []
        var lonely: NodeProbe.Finding?
        defer { lonely?.connection.close() }
        for seed in self.configuration.seeds {
            do throws(AerospikeError) {
                let finding = try await self.find(seed)
                guard try await self.isLonely(finding) else {
                    self.join(finding)
                    return
                }
                lonely?.connection.close()
                lonely = finding
            } catch {
                if error.code == .cancelled { throw error }
                problems.append("\(seed): \(error.message)")
            }
        }
        if let finding = lonely {
            lonely = nil
            self.join(finding)
            return
        }
        let list = problems.isEmpty ? "no seed was given" : problems.joined(separator: "; ")
        throw AerospikeError(.noNodes, "could not reach the cluster: \(list)")
    }

    /// The node at a seed, if it may join.
    private func find(_ seed: Seed) async throws(AerospikeError) -> NodeProbe.Finding {
        let finding = try await self.probe.seed(seed)
        if !self.state.mayFollow(finding.node) {
            let peers = try await self.peers(of: finding)
            self.state.recognise(finding.node, by: peers)
        }
        guard let obstacle = self.state.obstacle(to: finding.node) else { return finding }
        finding.connection.close()
        throw AerospikeError(.invalidNode, "node \(finding.node.id) cannot join: \(obstacle)")
    }

    /// Whether a node has no peers, so that another seed may know more; asked only if there is another.
    private func isLonely(_ finding: NodeProbe.Finding) async throws(AerospikeError) -> Bool {
        guard self.configuration.seeds.count > 1 else { return false }
        return try await self.peers(of: finding).isEmpty
    }

    /// Whom a node that was found lists; its connection is closed if it does not say.
    private func peers(of finding: NodeProbe.Finding) async throws(AerospikeError) -> [PeersList.Peer] {
        do throws(AerospikeError) {
            let limit = ProbeLimit(self.configuration.infoTimeout)
            let reply = try await self.probe.ask([self.peersCommand], on: finding.connection, limit)
            return try PeersList.parse(reply[self.peersCommand] ?? "").peers
        } catch {
            finding.connection.close()
            throw error
        }
    }

    var peersCommand: String { self.configuration.peersCommand }

    /// A node joins, or is refused.
    @discardableResult
    func join(_ finding: NodeProbe.Finding) -> PeerRefusal? {
        if let obstacle = self.state.obstacle(to: finding.node) {
            finding.connection.close()
            let error = AerospikeError(.invalidNode, obstacle, node: finding.node.description)
            return PeerRefusal(id: finding.node.id, error: error, isLate: false)
        }
        self.logger.info("Add node \(finding.node.id) \(finding.node.address)")
        self.state.join(finding.node)
        self.connections[finding.node.id]?.close()
        self.connections[finding.node.id] = finding.connection
        return nil
    }

    /// A node was removed.
    func left(_ node: Node) {
        self.logger.info("Remove node \(node.id) \(node.address)")
        self.connections.removeValue(forKey: node.id)?.close()
    }
}
