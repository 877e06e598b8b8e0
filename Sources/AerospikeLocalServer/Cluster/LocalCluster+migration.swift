import AerospikeProtocol
import Synchronization

extension LocalCluster {
    /// The number of partitions that have something left to move; 0 if every copy is where it belongs.
    public var migratingPartitions: Int {
        self.model.withLock { model in Set(model.steps(of: PartitionID.all).map(\.partition)).count }
    }

    /// Moves what is left to move of some partitions: the working master's records to the master, then to the replicas;
    /// versions that went their own ways are merged; what does not belong where it is, is forgotten.
    ///
    /// - Parameter partitions: The partitions' numbers, 0 to 4095.
    public func migrate(partitions: some Sequence<Int>) {
        self.migrate(partitions.compactMap { PartitionID($0) })
    }

    /// Moves what is left to move of the next partitions.
    ///
    /// - Parameters:
    ///   - count: The number of partitions.
    ///   - isEmptyOnly: Whether only partitions without records are moved, which takes a real cluster hardly any time.
    /// - Returns: How many were moved.
    @discardableResult
    public func migrate(next count: Int, isEmptyOnly: Bool = false) -> Int {
        let steps = self.model.withLock { $0.steps(of: PartitionID.all) }
        var partitions: [PartitionID] = []
        for step in steps where partitions.last != step.partition {
            guard partitions.count < count else { break }
            if isEmptyOnly, self.holdsRecords(of: step.partition) { continue }
            partitions.append(step.partition)
        }
        self.migrate(partitions)
        return partitions.count
    }

    /// Moves everything that is left to move.
    public func finishMigrations() { self.migrate(PartitionID.all) }

    private func holdsRecords(of partition: PartitionID) -> Bool {
        self.nodes.contains { number in
            self.state(of: number)?.namespaces.contains { namespace in
                namespace[partition].withRecords { !$0.records.isEmpty }
            } ?? false
        }
    }

    private func migrate(_ partitions: [PartitionID]) {
        self.change { model in
            let steps = model.steps(of: partitions)
            for step in steps {
                self.transfer(step)
                model.finish(step)
            }
            model.showMigrations()
            // Nothing is forgotten before its node has ceased to answer scans from it.
            self.publish(model)
            for step in steps { self.drop(step) }
        }
    }

    private func transfer(_ step: MigrationStep) {
        self.directory.gate(of: step.partition).pass {
            switch step {
            case .fill(let partition, let source, let target):
                self.eachNamespace(of: source, target) { $1.replace(partition, from: $0) }
            case .merge(let partition, let sources, let target):
                for source in sources.numbers {
                    self.eachNamespace(of: source, target) { $1.merge(partition, from: $0) }
                }
            case .drop: break
            }
        }
    }

    private func drop(_ step: MigrationStep) {
        guard case .drop(let partition, let node) = step else { return }
        self.directory.gate(of: partition).pass {
            for namespace in self.state(of: node)?.namespaces ?? [] { namespace.clear(partition) }
        }
    }

    private func eachNamespace(of source: Int, _ target: Int, _ body: (LocalNamespace, LocalNamespace) -> Void) {
        guard let source = self.state(of: source), let target = self.state(of: target) else { return }
        for (from, to) in zip(source.namespaces, target.namespaces) { body(from, to) }
    }
}
