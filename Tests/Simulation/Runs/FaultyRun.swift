import AerospikeClient
import AerospikeLocalServer
import BackupEngine
import BackupStorage

/// Runs something under faults, which end with it.
struct FaultyRun: Sendable {
    let cluster: LocalCluster
    /// Those of the nodes, in their order.
    let injectors: [FaultInjector]
    let log: LineLog
    /// What befalls the cluster.
    var strikes: [Strike] = []
    /// What befalls the run.
    var interruption: Interruption?
    /// Asks the run to stop.
    var stop = StopSignal()
    /// Goes on beside the run, and ends when faults do.
    var company: (@Sendable (_ isOver: @escaping @Sendable () -> Bool) async throws -> Void)?

    /// How long servers may take to notice that their clients are gone, in hundredths of a second.
    private static let patience = 1000

    /// Runs something.
    ///
    /// - Returns: What came of it.
    /// - Throws: `Finding` if it does not end when it is cancelled, or leaves connections; `LocalServerError` if a node cannot be
    ///   started again; what the company throws.
    func outcome<Value: Sendable>(
        of body: @escaping @Sendable () async throws -> Value
    ) async throws -> Result<Value, any Error> {
        for injector in self.injectors { injector.arm() }
        let outcome = try await withThrowingTaskGroup(of: Void.self) { group in
            for strike in self.strikes { group.addTask { try await self.carryOut(strike) } }
            if let company { group.addTask { try await company { !self.isArmed } } }
            let outcome: Result<Value, any Error>
            do {
                outcome = try await self.interrupted(body)
            } catch {
                self.endFaults()
                throw error
            }
            self.endFaults()
            try await group.waitForAll()
            return outcome
        }
        self.noteFaults()
        if case .failure(let error) = outcome {
            self.log.note("*** faults end; the run failed: \(error)")
        } else {
            self.log.note("*** faults end; the run succeeded")
        }
        try await self.checkConnections()
        self.cluster.settle()
        return outcome
    }

    private var isArmed: Bool { self.injectors.allSatisfy(\.isArmed) }

    private func endFaults() {
        for injector in self.injectors { injector.stop() }
    }

    private func noteFaults() {
        for (number, injector) in self.injectors.enumerated() {
            for fault in injector.fired {
                self.log.note("*** node \(number + 1): \(fault.event) \(fault.number) \(fault.fault)")
            }
        }
    }

    private func carryOut(_ strike: Strike) async throws {
        let witness = self.injectors[strike.witness - 1]
        await witness.waitUntilHeld()
        // The faults have ended, and so has the run.
        guard witness.isArmed else { return }
        self.log.note("*** \(strike)")
        try await strike.act(self.cluster)
        witness.release()
    }

    /// A run that is over leaves no connection.
    private func checkConnections() async throws {
        for _ in 0..<Self.patience where self.cluster.connections > 0 {
            try await Task.sleep(for: .milliseconds(10))
        }
        let left = self.cluster.connections
        guard left == 0 else { throw Finding("\(left) connection(s) are left when the run is over") }
    }

    // MARK: - Interruptions

    /// What happens to a run that can be interrupted.
    private enum Event<Value: Sendable>: Sendable {
        case ended(Result<Value, any Error>)
        case held
        case over
    }

    /// Runs something, and interrupts it when the answer is held that was waited for.
    private func interrupted<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Result<Value, any Error> {
        try await withThrowingTaskGroup(of: Event<Value>.self) { group in
            group.addTask { .ended(await Self.result(of: body)) }
            if let interruption {
                let witness = self.injectors[interruption.point.witness - 1]
                group.addTask {
                    await witness.waitUntilHeld()
                    return witness.isArmed ? .held : .over
                }
            }
            while let event = try await group.next() {
                switch event {
                case .ended(let result):
                    self.endFaults()
                    return result
                case .held:
                    guard let interruption else { break }
                    self.log.note("*** \(interruption)")
                    if interruption.kind != .cancel { self.stop.request() }
                    if interruption.cancels {
                        // The answer stays held to the end of the run.
                        group.cancelAll()
                    } else {
                        self.injectors[interruption.point.witness - 1].release()
                    }
                case .over: break
                }
            }
            throw Finding("a run that never ended")
        }
    }

    private static func result<Value>(of body: () async throws -> Value) async -> Result<Value, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    /// Checks that an error is one that tells somebody something.
    ///
    /// - Throws: `Finding` if it is not.
    func check(_ failure: any Error) throws {
        if self.interruption?.cancels == true, failure is CancellationError { return }
        guard failure is JobError || failure is AerospikeError || failure is StorageError else {
            throw Finding("an error that is none of ours: \(type(of: failure)) \(failure)")
        }
        guard "\(failure)".count > 10 else { throw Finding("an error without a message: \(failure)") }
    }
}
