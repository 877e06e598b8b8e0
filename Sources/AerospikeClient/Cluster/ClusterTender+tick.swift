import AerospikeProtocol
import Logging
import NIOCore

extension ClusterTender {
    /// Takes the regular look at every member at the same time, so that one that hangs delays no other.
    func refreshMembers(within time: Duration) async {
        let count = self.state.members.count
        let replies = await self.askAll(self.state.nodes, NodeReport.commands, within: time)
        for (node, result) in replies {
            do throws(AerospikeError) {
                let report = try NodeReport(try result.get())
                let host = self.connections[node.id]?.remoteAddress?.ipAddress
                if !self.state.refreshed(node.id, report, from: host) { self.left(node) }
            } catch {
                self.noteFailure(error, of: node, "refresh")
            }
        }
        // Whoever answers in the place of another gets nothing more while the others are asked.
        if self.state.members.count < count { self.directory.update(self.state) }
    }

    func noteFailure(_ error: AerospikeError, of node: Node, _ what: String) {
        if error.code != .cancelled {
            // Once for each time that a node goes away: the looks that follow say nothing new.
            let level: Logger.Level = self.state.hasFailedBefore(node.id) ? .debug : .warning
            self.logger.log(level: level, "Node \(node.id) \(what) failed: \(error.message)")
        }
        self.state.failed(node.id)
    }

    /// Reads the partition maps that have changed.
    func updateReplicas(within time: Duration) async {
        let commands = ["partition-generation", "replicas"]
        let replies = await self.askAll(self.state.needingReplicas, commands, within: time)
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

    typealias Answer = (node: Node, result: Result<InfoReply, AerospikeError>)

    /// Asks nodes the same commands at the same time, each on its connection for looks.
    func askAll(_ nodes: [Node], _ commands: [String], within time: Duration) async -> [Answer] {
        let answers = await withTaskGroup(of: (Node, Connection?, Result<InfoReply, AerospikeError>).self) { group in
            for node in nodes {
                let connection = self.connections[node.id]
                let asker = NodeAsker(probe: self.probe, timeout: time)
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
