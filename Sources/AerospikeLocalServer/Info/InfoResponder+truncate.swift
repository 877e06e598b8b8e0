import AerospikeProtocol

extension InfoResponder {
    /// Truncation (`Spec/wire-protocol.md` §3.7). It is done when the reply comes, so there is nothing to undo.
    func truncation(_ command: InfoCommand) throws(InfoError) -> String? {
        switch command.name {
        case "truncate", "truncate-undo":
            let name = try Self.namespaceName(command)
            guard let set = command["set"], !set.isEmpty else { throw InfoError(.parameter, "missing 'set'") }
            if command.name == "truncate" { try self.truncate(namespace: name, set: set, command) }
        case "truncate-namespace", "truncate-namespace-undo":
            let name = try Self.namespaceName(command)
            guard command["set"] == nil else { throw InfoError(.parameter, "unexpected set name") }
            if command.name == "truncate-namespace" { try self.truncate(namespace: name, set: nil, command) }
        default: return nil
        }
        return "ok"
    }

    private static func namespaceName(_ command: InfoCommand) throws(InfoError) -> String {
        guard let name = command.namespace else { throw InfoError(.namespaceNotFound, "missing 'namespace'") }
        return name
    }

    private func truncate(namespace name: String, set: String?, _ command: InfoCommand) throws(InfoError) {
        let now = self.state.clock.moment.milliseconds
        let before = try Self.limit(command, now: now)
        for node in self.state.reachableNodes { Self.truncate(namespace: name, set: set, before: before, on: node) }
    }

    private static func truncate(namespace name: String, set: String?, before: UInt64, on node: ServerState) {
        guard let namespace = node.namespace(named: name) else { return }
        guard let set else {
            namespace.truncatedBefore = before
            namespace.removeAll { $0.lastUpdate < before }
            return
        }
        guard let number = namespace.sets.number(of: Array(set.utf8)) else { return }
        namespace.sets.noteTruncation(of: number, before: before)
        namespace.removeAll { $0.set == number && $0.lastUpdate < before }
    }

    /// The last-update time, in milliseconds since 1970, before which records go; without one all that are there go.
    private static func limit(_ command: InfoCommand, now: UInt64) throws(InfoError) -> UInt64 {
        guard let text = command["lut"] else { return now + 1 }
        let isNumber = !text.isEmpty && text.allSatisfy(\.isNumber)
        let nanoseconds = isNumber ? UInt64(text) ?? UInt64.max : 0
        let milliseconds = nanoseconds / 1_000_000
        guard milliseconds > UInt64(VoidTime.epoch) * 1000 else {
            throw InfoError(.parameter, "would truncate to 0")
        }
        guard milliseconds <= now else { throw InfoError(.parameter, "would truncate in the future") }
        return milliseconds
    }
}
