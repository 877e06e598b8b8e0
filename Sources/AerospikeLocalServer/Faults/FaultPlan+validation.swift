extension FaultPlan {
    /// Checks that each rule can come, and that what it holds goes on, where nobody calls `FaultInjector.release`.
    ///
    /// - Parameter nodes: The number of nodes.
    /// - Throws: `LocalServerError` with code `badFault` that names the first rule that is wrong.
    public func validate(nodes: Int) throws(LocalServerError) {
        for rule in self.rules {
            try Self.check(rule.node, nodes: nodes, of: "\(rule)")
            guard !rule.fault.isHeld else {
                let problem = "'held' never ends here, expected a number of milliseconds"
                throw LocalServerError(.badFault, "fault '\(rule)': \(problem)")
            }
        }
        for (node, seconds) in self.clockSkew {
            try Self.check(node, nodes: nodes, of: "\(FaultPlan(clockSkew: [node: seconds]))")
        }
    }

    private static func check(_ node: Int?, nodes: Int, of rule: String) throws(LocalServerError) {
        guard let node, node > nodes else { return }
        let known = nodes == 1 ? "only one" : "only 1 to \(nodes)"
        throw LocalServerError(.badFault, "fault '\(rule)': there is no node \(node), \(known)")
    }
}

extension Fault {
    /// Whether it holds something until `FaultInjector.release` is called.
    fileprivate var isHeld: Bool {
        switch self {
        case .delay(.untilReleased, at: _), .freeze(.untilReleased): true
        default: false
        }
    }
}
