import AerospikeClient
import AerospikeLocalServer
import BackupEngine
import BackupStorage

/// Runs something under faults, which end with it.
struct FaultyRun: Sendable {
    let cluster: LocalCluster
    /// Those of the nodes, in their order.
    let injectors: [FaultInjector]
    /// What befalls the cluster, each at a point at which an answer is held.
    let blows: [ClusterBlow]
    let log: LineLog

    /// Runs something.
    ///
    /// - Returns: What it failed with; `nil` for success.
    /// - Throws: `LocalServerError` if a node cannot be started again.
    func failure(of body: @escaping @Sendable () async throws -> Void) async throws -> (any Error)? {
        for injector in self.injectors { injector.arm() }
        let failure: (any Error)? = try await withThrowingTaskGroup(of: Void.self) { group in
            for blow in self.blows { group.addTask { try await self.strike(blow) } }
            var failure: (any Error)?
            do { try await body() } catch { failure = error }
            for injector in self.injectors { injector.stop() }
            try await group.waitForAll()
            return failure
        }
        for (number, injector) in self.injectors.enumerated() {
            for fault in injector.fired {
                self.log.note("*** node \(number + 1): \(fault.event) \(fault.number) \(fault.fault)")
            }
        }
        self.log.note("*** faults end; the run \(failure.map { "failed: \($0)" } ?? "succeeded")")
        self.cluster.settle()
        return failure
    }

    private func strike(_ blow: ClusterBlow) async throws {
        let witness = self.injectors[blow.witness - 1]
        await witness.waitUntilHeld()
        // The faults have ended, and so has the run.
        guard witness.isArmed else { return }
        self.log.note("*** \(blow)")
        try await blow.strike(self.cluster)
        witness.release()
    }

    /// Checks that an error is one that tells somebody something.
    ///
    /// - Throws: `Finding` if it is not.
    static func check(_ failure: any Error) throws {
        guard failure is JobError || failure is AerospikeError || failure is StorageError else {
            throw Finding("an error that is none of ours: \(type(of: failure)) \(failure)")
        }
        guard "\(failure)".count > 10 else { throw Finding("an error without a message: \(failure)") }
    }
}
