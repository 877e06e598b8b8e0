extension ClusterModel {
    /// Why an event would change nothing; `nil` if it can happen.
    ///
    /// Whether a node is cut off does not depend on whether it runs: one that does not will be when it starts.
    func objection(to event: ClusterEvent) -> String? {
        let number = event.node
        guard let member = self.members[number] else { return "there is no node \(number)" }
        switch event {
        case .start:
            return member.isRunning ? "node \(number) runs already" : nil
        case .kill:
            return member.isRunning ? nil : "node \(number) does not run"
        case .freeze:
            guard member.isRunning else { return "node \(number) does not run" }
            return member.isFrozen ? "node \(number) is frozen already" : nil
        case .thaw:
            guard member.isRunning else { return "node \(number) does not run" }
            return member.isFrozen ? nil : "node \(number) is not frozen"
        case .isolate:
            return member.island == 0 ? nil : "node \(number) is cut off already"
        case .rejoin:
            return member.island == 0 ? "node \(number) is not cut off" : nil
        }
    }
}
