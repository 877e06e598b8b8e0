import AerospikeProtocol

/// The copies of one record on the nodes that share its partition.
struct RecordCopies {
    private let digest: Digest
    private let name: String
    private let namespace: LocalNamespace
    private let master: ServerState
    private let membership: ClusterMembership
    private let route: PartitionRoute

    /// Finds out where the record of a command is; `nil` if its namespace is unknown.
    init?(of command: RecordCommand, request: RawSpan, on master: ServerState) {
        guard let membership = master.membership, let route = master.route(of: command.digest.partition),
            let field = command.layout.fields[.namespace],
            let namespace = master.runner.namespace(request.at(field))
        else { return nil }
        self.digest = command.digest
        self.name = namespace.name
        self.namespace = namespace
        self.master = master
        self.membership = membership
        self.route = route
    }

    /// Takes the newest version of the record in, if there are several.
    func collectVersions() {
        for number in self.route.versions.numbers {
            guard let other = self.node(number)?.namespace(named: self.name) else { continue }
            guard let record = other.record(self.digest) else { continue }
            guard self.namespace.record(self.digest).map({ record.isNewer(than: $0) }) ?? true else { continue }
            self.namespace.put(record, from: other)
        }
    }

    /// Gives the replicas what the master has, and the nodes with other versions, which must not bring back what was deleted.
    ///
    /// - Returns: Whether all have got it: none is gone, or sees another cluster than the master does.
    func send() -> Bool {
        let record = self.namespace.record(self.digest)
        let key = self.master.clusterKey
        var isComplete = true
        for number in self.route.replicas.union(self.route.versions).numbers {
            guard let node = self.node(number), node.clusterKey == key,
                let other = node.namespace(named: self.name)
            else {
                isComplete = false
                continue
            }
            if let record { other.put(record, from: self.namespace) } else { other.remove(self.digest) }
        }
        return isComplete
    }

    private func node(_ number: Int) -> ServerState? {
        self.membership.directory.node(number, reachableFrom: self.membership.number)
    }
}
