import AerospikeProtocol

extension ServerState {
    /// Runs a command on one record, here or where its partition is, and appends its reply to `writer`.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - request: The bytes that the command's layout points into.
    ///   - defaultFilter: The filter of a whole batch, for rows without one.
    ///   - writer: Takes the reply.
    /// - Returns: The result in the reply.
    @discardableResult
    func run(
        _ command: RecordCommand,
        request: RawSpan,
        defaultFilter: FilterExpression? = nil,
        into writer: inout ByteWriter
    ) -> ResultCode {
        guard let membership = self.membership else {
            return self.runner.run(command, request: request, defaultFilter: defaultFilter, into: &writer)
        }
        let proxy = CommandProxy(node: self, membership: membership)
        return proxy.run(command, request: request, defaultFilter: defaultFilter, into: &writer)
    }

    /// This node and the nodes it reaches.
    var reachableNodes: [ServerState] {
        guard let membership = self.membership else { return [self] }
        return membership.directory.nodes(reachableFrom: membership.number)
    }
}
