import AerospikeProtocol
import Logging

extension ClusterTender {
    /// The most rounds in a look: the peers of peers are known after two, further ones follow nodes that join meanwhile.
    private static let mostRounds = 16

    /// Reads the lists of peers, joins nodes that are new and removes those that have left.
    ///
    /// - Parameters:
    ///   - patience: How long an unknown peer may take to answer; behind it no further round begins, so that no chain of peers keeps the other
    ///     nodes waiting.
    ///   - time: How long a node may take to list its peers.
    func updatePeers(patience: Duration, within time: Duration) async {
        self.refusedPeers.beginLook()
        let limit = ProbeLimit(patience)
        var asked: Set<String> = []
        var tried: Set<String> = []
        for _ in 0..<Self.mostRounds {
            let nodes = self.state.answering.filter { !asked.contains($0.id) }
            guard !nodes.isEmpty, !Task.isCancelled else { break }
            asked.formUnion(nodes.map(\.id))
            await self.readPeers(of: nodes, within: time)
            let newcomers = self.state.newcomers.filter { peer in
                !tried.contains(peer.id) && self.refusedPeers.mayBeAsked(peer.id)
            }
            tried.formUnion(newcomers.map(\.id))
            await self.join(newcomers, patience: patience)
            if limit.isOver() { break }
        }
        self.warnIfOverfull()
        self.refusedPeers.keep(Set(self.state.newcomers.map(\.id)))
        self.state.endPeers()
        for node in self.state.removeDeparted() { self.left(node) }
    }

    private func readPeers(of nodes: [Node], within time: Duration) async {
        for (node, result) in await self.askAll(nodes, [self.peersCommand], within: time) {
            do throws(AerospikeError) {
                let list = try PeersList.parse(try result.get()[self.peersCommand] ?? "")
                self.state.received(peers: list, of: node.id)
            } catch {
                self.noteFailure(error, of: node, "peers")
            }
        }
    }

    private func join(_ newcomers: [PeersList.Peer], patience: Duration) async {
        let probe = self.probe
        let findings = await withTaskGroup(of: Result<NodeProbe.Finding, PeerRefusal>.self) { group in
            for peer in newcomers {
                group.addTask { await probe.find(peer, within: patience) }
            }
            var findings: [Result<NodeProbe.Finding, PeerRefusal>] = []
            for await finding in group { findings.append(finding) }
            return findings
        }
        for finding in findings {
            switch finding {
            case .success(let finding): if let refusal = self.join(finding) { self.note(refusal) }
            case .failure(let refusal): self.note(refusal)
            }
        }
    }

    private func note(_ refusal: PeerRefusal) {
        guard refusal.error.code != .cancelled else { return }
        // Once for each peer: the looks that follow say nothing new.
        let isNew = self.refusedPeers.refused(refusal.id, isLate: refusal.isLate)
        let name = refusal.error.node ?? refusal.id
        self.logger.log(level: isNew ? .warning : .debug, "Node \(name) cannot join: \(refusal.error.message)")
    }

    private func warnIfOverfull() {
        guard self.state.isOverfull, !self.hasWarnedOfNodes else { return }
        self.hasWarnedOfNodes = true
        let most = ClusterState.maximumMembers
        self.logger.warning(
            "The nodes list more than \(most) nodes; a cluster has 256 at most, the others are left out"
        )
    }
}
