import AerospikeProtocol
import BackupFormat
import BackupStorage
import Foundation
import Logging
import Synchronization
import Testing

@testable import BackupEngine

@Suite struct `Restores that fail` {
    /// Refuses the first batch once the second is on its way, and answers the second when the restore knows of the failure.
    private final class RefusingTarget: RecordTarget {
        private struct State {
            var begun = 0
            var answered = 0
        }

        let form: RecordBatch.Form? = .singleWrites
        private let stop: StopSignal
        private let state = Mutex(State())

        init(stop: StopSignal) { self.stop = stop }

        var begun: Int { self.state.withLock { $0.begun } }
        var answered: Int { self.state.withLock { $0.answered } }

        func routes(namespace: String) throws(JobError) -> PartitionRoutes { .none }
        func restore(_ index: SecondaryIndexDefinition) async throws {}
        func restore(_ module: FunctionModule) async throws {}

        func write(_ batch: RecordBatch) async throws -> WriteResult {
            let number = self.state.withLock { state in
                state.begun += 1
                return state.begun
            }
            guard number > 1 else {
                while self.begun < 2 { await Task.yield() }
                throw JobError(.record, "refused")
            }
            while !self.stop.isFailure {
                try Task.checkCancellation()
                await Task.yield()
            }
            // Time for a cancellation to arrive, were there one.
            for _ in 0..<100 { await Task.yield() }
            try Task.checkCancellation()
            self.state.withLock { $0.answered += 1 }
            return WriteResult()
        }
    }

    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    @Test func `what was sent is answered, and nothing more is sent`() async throws {
        let stop = StopSignal()
        let target = RefusingTarget(stop: stop)
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Fixtures/asb/real-4.5.8/single.asb").standardized.path
        let plan = RestorePlan(source: .file(path: path))
        let statistics = RestoreStatistics()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let error = await #expect(throws: JobError.self) {
            try await InputFile.withFile(path: path) { file in
                var context = RestoreContext(
                    plan: plan,
                    target: target,
                    statistics: statistics,
                    metadata: MetadataCollector(plan: plan, statistics: statistics, logger: logger),
                    throttles: RestoreThrottles(plan: plan),
                    clock: StageClock(),
                    stop: stop,
                    pieces: Gate(limit: 2),
                    batches: BatchGate(ceiling: 2)
                )
                context.settlingTime = .seconds(3600)
                try await FileRestorer(file: file, context: context).run()
            }
        }
        #expect(error?.message == "refused")
        #expect(target.begun == 2 && target.answered == 1)
    }

    @Test func `a gate settles when the last one is out, or its time is`() async throws {
        let gate = BatchGate(ceiling: 2)
        try await gate.enter()
        try await gate.enter()
        await gate.settle(within: .zero)
        let left = Counter()
        async let whenSettled = {
            await gate.settle(within: .seconds(3600))
            return left.value.load(ordering: .relaxed)
        }()
        for _ in 0..<2 {
            for _ in 0..<100 { await Task.yield() }
            left.value.wrappingAdd(1, ordering: .relaxed)
            gate.leave(.answered(1))
        }
        #expect(await whenSettled == 2)
    }
}
