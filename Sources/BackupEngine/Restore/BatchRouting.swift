import AerospikeClient
import AerospikeProtocol

/// Where the rows of a batch go in the next attempt. A pure value.
struct BatchRouting: Hashable, Sendable {
    /// Whether the rows go to the node that they were collected for.
    var isCollected = true
    /// The most rows that go in one batch.
    var rowLimit = Int.max
    /// Nodes whose connections failed for this batch.
    var avoided: Set<Node> = []

    /// Rows in as many batches as the limit asks for.
    func parts(of rows: [Int]) -> [ArraySlice<Int>] {
        guard rows.count > self.rowLimit else { return [rows[...]] }
        return stride(from: 0, to: rows.count, by: self.rowLimit).map { rows[$0...].prefix(self.rowLimit) }
    }

    /// Rows in as many commands as they need.
    func commands(for rows: [Int], _ form: RecordBatch.Form) -> [ArraySlice<Int>] {
        switch form {
        case .batch: self.parts(of: rows)
        case .singleWrites: rows.indices.map { rows[$0...$0] }
        }
    }

    /// Makes batches smaller of which one was too large for a server: as many rows as the original sends, or half as many.
    ///
    /// - Returns: Whether they could be smaller.
    mutating func cut(_ rows: Int) -> Bool {
        let count = min(rows, self.rowLimit)
        guard count > 1 else { return false }
        self.rowLimit = count > BatchLimit.originalRows ? BatchLimit.originalRows : count / 2
        return true
    }

    /// The node for rows of a partition: its master; if that has just failed a node with another copy, or else any, for
    /// every node passes writes on to the master, and waits for a new one (`Spec/wire-protocol.md` §13, §21.3).
    ///
    /// - Parameters:
    ///   - partition: The partition.
    ///   - map: Who holds it.
    ///   - nodes: All active nodes.
    /// - Returns: `nil` if no node owns the partition.
    func node(for partition: PartitionID, in map: PartitionMap?, nodes: [Node]) -> Node? {
        guard let map, let (first, _) = map.firstNode(for: partition, from: 0) else { return nil }
        guard self.avoided.contains(first) else { return first }
        for replica in 1..<max(2, map.replicationFactor) {
            if let node = map.node(for: partition, replica: replica), !self.avoided.contains(node) { return node }
        }
        return nodes.first { !self.avoided.contains($0) } ?? first
    }
}
