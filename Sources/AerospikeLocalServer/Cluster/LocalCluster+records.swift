package import AerospikeProtocol
import Synchronization

extension LocalCluster {
    /// The number of connections that clients have to the nodes, as far as these have noticed.
    package var connections: Int {
        self.nodes.reduce(0) { $0 + (self.state(of: $1)?.connections.load(ordering: .relaxed) ?? 0) }
    }

    /// The records of a namespace as its masters hold them, expired ones left out.
    ///
    /// - Parameter name: The namespace's name.
    package func records(of name: String) -> [Digest: LocalRecord] {
        var records: [Digest: LocalRecord] = [:]
        for state in self.nodes.compactMap({ self.state(of: $0) }) {
            guard let namespace = state.namespace(named: name) else { continue }
            let (view, moment) = (state.cluster, state.clock.moment)
            for partition in PartitionID.all where view.ownership.first?[partition] == true {
                let held = namespace[partition].withRecords { $0.records }
                for record in held where record.isLive(at: moment) {
                    records[record.digest] = LocalRecord(record, in: namespace)
                }
            }
        }
        return records
    }
}
