import Synchronization

extension LocalCluster {
    /// How often partitions are moved while a cluster is left to itself.
    private static let migrationsPerSecond = 20

    /// Lets something happen to a node; the other nodes do not react.
    ///
    /// - Throws: `LocalServerError` if it would change nothing, or if a port cannot be listened on.
    public func perform(_ event: ClusterEvent) async throws {
        if let objection = self.model.withLock({ $0.objection(to: event) }) {
            throw LocalServerError(.badConfiguration, objection)
        }
        switch event {
        case .kill(let node): await self.kill(node)
        case .start(let node, let port): try await self.start(node, port: port)
        case .freeze(let node): self.freeze(node)
        case .thaw(let node): self.thaw(node)
        case .isolate(let node): self.isolate(node)
        case .rejoin(let node): self.rejoin(node)
        }
    }

    /// Lets events happen as they come and the nodes react as real ones do, in real time, until it is cancelled.
    ///
    /// - Parameters:
    ///   - events: The events.
    ///   - delayFactor: What the recorded delays are multiplied by, from 0 to 1000.
    ///   - partitionsPerSecond: How fast partitions with records are moved; empty ones are moved at once.
    ///   - report: Called after each event, with the error if it could not happen.
    public func live(
        _ events: AsyncStream<ClusterEvent>,
        delayFactor: Double = 1,
        partitionsPerSecond: Int = 1000,
        report: @escaping @Sendable (ClusterEvent, (any Error)?) -> Void
    ) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.migrateForEver(partitionsPerSecond: partitionsPerSecond) }
            for await event in events {
                do {
                    try await self.perform(event)
                    group.addTask { await self.react(to: event, delayFactor: delayFactor) }
                    report(event, nil)
                } catch { report(event, error) }
            }
        }
    }

    private func react(to event: ClusterEvent, delayFactor: Double) async {
        let start = ContinuousClock.now
        for reaction in ClusterReaction.all(after: event, nodes: self.nodes) {
            let time = start + reaction.wait(times: delayFactor)
            guard (try? await Task.sleep(until: time, clock: .continuous)) != nil else { return }
            switch reaction.step {
            case .notice: self.noticeChanges()
            case .rebalance(let nodes): self.rebalance(only: nodes)
            case .rebalanceAll: self.rebalance()
            }
        }
    }

    private func migrateForEver(partitionsPerSecond: Int) async {
        let period = Duration.milliseconds(1000 / Self.migrationsPerSecond)
        while (try? await Task.sleep(for: period)) != nil {
            guard self.isMigrating else { continue }
            self.migrate(next: Int.max, isEmptyOnly: true)
            self.migrate(next: max(1, partitionsPerSecond / Self.migrationsPerSecond))
        }
    }

    private var isMigrating: Bool {
        self.model.withLock { model in model.members.values.contains { $0.isRunning && $0.view.isMigrating } }
    }
}
