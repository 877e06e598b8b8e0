import AerospikeProtocol
import Logging
import NIOCore

extension ClusterTender {
    /// Takes the regular look at every member at the same time, so that one that hangs delays no other.
    func refreshMembers() async {
        let replies = await self.askAll(self.state.nodes, NodeReport.commands)
        for (node, result) in replies {
            do throws(AerospikeError) {
                self.state.refreshed(node.id, try NodeReport(try result.get()))
            } catch {
                self.noteFailure(error, of: node, "refresh")
            }
        }
    }

    /// Reads the lists of peers, joins nodes that are new and removes those that have left.
    func updatePeers() async {
        var asked: Set<String> = []
        var refused: Set<String> = []
        while true {
            let nodes = self.state.answering.filter { !asked.contains($0.id) }
            guard !nodes.isEmpty, !Task.isCancelled else { break }
            asked.formUnion(nodes.map(\.id))
            await self.readPeers(of: nodes)
            let newcomers = self.state.newcomers.filter { !refused.contains($0.id) }
            refused.formUnion(newcomers.map(\.id))
            await self.join(newcomers)
        }
        self.state.endPeers()
        for node in self.state.removeDeparted() {
            self.logger.info("Remove node \(node.id) \(node.address)")
            self.connections.removeValue(forKey: node.id)?.close()
        }
    }

    private func readPeers(of nodes: [Node]) async {
        for (node, result) in await self.askAll(nodes, [self.peersCommand]) {
            do throws(AerospikeError) {
                let list = try PeersList.parse(try result.get()[self.peersCommand] ?? "")
                self.state.received(peers: list, of: node.id)
            } catch {
                self.noteFailure(error, of: node, "peers")
            }
        }
    }

    private func noteFailure(_ error: AerospikeError, of node: Node, _ what: String) {
        if error.code != .cancelled {
            // Once for each time that a node goes away: the looks that follow say nothing new.
            let level: Logger.Level = self.state.hasFailedBefore(node.id) ? .debug : .warning
            self.logger.log(level: level, "Node \(node.id) \(what) failed: \(error.message)")
        }
        self.state.failed(node.id)
    }

    private func join(_ newcomers: [PeersList.Peer]) async {
        let probe = self.probe
        let findings = await withTaskGroup(of: Result<NodeProbe.Finding, AerospikeError>.self) { group in
            for peer in newcomers {
                group.addTask { await Self.find(peer, with: probe) }
            }
            var findings: [Result<NodeProbe.Finding, AerospikeError>] = []
            for await finding in group { findings.append(finding) }
            return findings
        }
        for finding in findings {
            switch finding {
            case .success(let finding): self.join(finding)
            case .failure(let error): self.logger.warning("Node \(error.node ?? "") cannot join: \(error.message)")
            }
        }
    }

    /// Tries a peer's addresses in order.
    private static func find(
        _ peer: PeersList.Peer,
        with probe: NodeProbe
    ) async -> Result<NodeProbe.Finding, AerospikeError> {
        var problem = AerospikeError(.invalidNode, "the node lists no address", node: peer.id)
        for address in peer.addresses {
            do throws(AerospikeError) {
                return .success(try await probe.peer(at: address, expectedID: peer.id))
            } catch {
                problem = error
            }
        }
        return .failure(problem)
    }

    /// Reads the partition maps that have changed.
    func updateReplicas() async {
        let replies = await self.askAll(self.state.needingReplicas, ["partition-generation", "replicas"])
        for (node, result) in replies {
            do throws(AerospikeError) {
                let reply = try result.get()
                guard let generation = reply["partition-generation"].flatMap({ Int($0) }) else {
                    throw AerospikeError(.badReply, "the partition generation cannot be read")
                }
                let reports = try ReplicasReport.list(reply["replicas"] ?? "")
                self.state.received(replicas: reports, generation: generation, of: node.id)
            } catch {
                self.noteFailure(error, of: node, "partition map")
            }
        }
    }

    private typealias Answer = (node: Node, result: Result<InfoReply, AerospikeError>)

    /// Asks nodes the same commands at the same time, each on its connection for looks.
    private func askAll(_ nodes: [Node], _ commands: [String]) async -> [Answer] {
        let answers = await withTaskGroup(of: (Node, Connection?, Result<InfoReply, AerospikeError>).self) { group in
            for node in nodes {
                let connection = self.connections[node.id]
                let asker = NodeAsker(probe: self.probe, timeout: self.configuration.tendTimeout)
                group.addTask {
                    let (connection, result) = await asker.ask(commands, of: node, on: connection)
                    return (node, connection, result)
                }
            }
            var answers: [(Node, Connection?, Result<InfoReply, AerospikeError>)] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        for (node, connection, _) in answers { self.connections[node.id] = connection }
        return answers.map { ($0.0, $0.2) }.sorted { $0.node.id < $1.node.id }
    }
}
