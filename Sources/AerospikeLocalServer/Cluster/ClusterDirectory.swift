import AerospikeProtocol
import Synchronization

/// How the nodes of a cluster in one process find each other, and what they share.
final class ClusterDirectory: Sendable {
    private struct Entry {
        let state: ServerState
        let island: Int
    }

    /// The secondary indexes, which all nodes have.
    let indexes = IndexCatalog()
    /// The modules, which all nodes have.
    let modules = ModuleCatalog()
    private let entries = Mutex<[Int: Entry]>([:])
    private let gates: [PartitionGate] = PartitionID.all.map { _ in PartitionGate() }

    /// Takes in which nodes are awake and where they stand.
    func update(_ number: Int, state: ServerState?, island: Int) {
        self.entries.withLock { $0[number] = state.map { Entry(state: $0, island: island) } }
    }

    /// Forgets all nodes.
    func removeAll() { self.entries.withLock { $0.removeAll() } }

    /// The node with a number if another reaches it; `nil` if it is gone, frozen or cut off.
    func node(_ number: Int, reachableFrom other: Int) -> ServerState? {
        self.entries.withLock { entries in
            guard let entry = entries[number], entry.island == entries[other]?.island else { return nil }
            return entry.state
        }
    }

    /// All nodes that a node reaches.
    func nodes(reachableFrom number: Int) -> [ServerState] {
        self.entries.withLock { entries in
            entries.values.filter { $0.island == entries[number]?.island }.map(\.state)
        }
    }

    /// What one at a time does with a partition: writes with their copies, and migrations.
    func gate(of partition: PartitionID) -> PartitionGate { self.gates[partition.index] }
}

/// Lets one at a time through.
final class PartitionGate: Sendable {
    private let mutex = Mutex(())

    /// Runs `body` while nobody else is let through.
    func pass<Value: Sendable>(_ body: () -> Value) -> Value { self.mutex.withLock { _ in body() } }
}
