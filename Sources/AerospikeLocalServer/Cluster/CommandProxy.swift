import AerospikeProtocol

/// Has commands on one record carried out by the node that answers for its partition, and copies what they write to the
/// replicas (`Spec/wire-protocol.md` §13, §21.2, §21.3).
struct CommandProxy {
    /// How often a command is passed on between nodes that disagree about the master.
    private static let maximumHops = 2

    let node: ServerState
    let membership: ClusterMembership

    /// Runs a command wherever it belongs and appends its reply to `writer`.
    ///
    /// - Returns: The result in the reply: 11 if the node belongs to no cluster yet, 9 if the master or one of the
    ///   replicas does not answer; in the latter case a write has been done nevertheless.
    func run(
        _ command: RecordCommand,
        request: RawSpan,
        defaultFilter: FilterExpression?,
        into writer: inout ByteWriter
    ) -> ResultCode {
        let partition = command.digest.partition
        guard let route = self.node.route(of: partition), route.master != 0 else {
            return self.refuse(command, with: .partitionUnavailable, into: &writer)
        }
        let isWrite = command.info2.contains(.write)
        if !isWrite, route.replicas.contains(self.membership.number), self.node.holds(partition) {
            return self.node.runner.run(command, request: request, defaultFilter: defaultFilter, into: &writer)
        }
        let start = writer.count
        for _ in 0...Self.maximumHops {
            guard let master = self.master(of: partition, route: route) else { break }
            let outcome: (result: ResultCode, isCopied: Bool)? = self.membership.directory.gate(of: partition).pass {
                // The records may have gone to another master while this one was waited for.
                guard master.route(of: partition)?.master == master.membership?.number else { return nil }
                let copies = RecordCopies(of: command, request: request, on: master)
                copies?.collectVersions()
                let result = master.runner.run(command, request: request, defaultFilter: defaultFilter, into: &writer)
                return (result, isWrite ? copies?.send() ?? true : true)
            }
            guard let outcome else { continue }
            if outcome.isCopied { return outcome.result }
            writer.truncate(to: start)
            break
        }
        return self.refuse(command, with: .timeout, into: &writer)
    }

    /// The node that believes itself to be the master; `nil` if none can be reached.
    private func master(of partition: PartitionID, route: PartitionRoute) -> ServerState? {
        var number = route.master
        for _ in 0...Self.maximumHops {
            let own = self.membership.number
            guard let node = number == own ? self.node : self.membership.directory.node(number, reachableFrom: own),
                let next = node.route(of: partition)?.master, next != 0
            else { return nil }
            if next == number { return node }
            number = next
        }
        return nil
    }

    private func refuse(
        _ command: RecordCommand,
        with result: ResultCode,
        into writer: inout ByteWriter
    ) -> ResultCode {
        ReplyWriter(&writer, row: command.replyRow).finish(ReplyHeader(result), in: &writer)
        return result
    }
}
