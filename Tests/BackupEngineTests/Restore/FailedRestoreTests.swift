import AerospikeProtocol
import BackupFormat
import BackupStorage
import Foundation
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
        let error = await #expect(throws: JobError.self) {
            try await InputFile.withFile(path: path) { file in
                var context = RestoreContext(plan, into: target, statistics: statistics, stop: stop, ceiling: 2)
                context.failure = FirstFailure(patience: .seconds(3600))
                try await FileRestorer(file: file, context: context).run()
            }
        }
        #expect(error?.message == "refused")
        #expect(target.begun == 2 && target.answered == 1)
    }

    /// Refuses every batch.
    private final class ClosedTarget: RecordTarget {
        let form: RecordBatch.Form? = .singleWrites
        let begun = Atomic<Int>(0)

        func routes(namespace: String) throws(JobError) -> PartitionRoutes { .none }
        func restore(_ index: SecondaryIndexDefinition) async throws {}
        func restore(_ module: FunctionModule) async throws {}

        func write(_ batch: RecordBatch) async throws -> WriteResult {
            self.begun.wrappingAdd(1, ordering: .relaxed)
            throw JobError(.record, "refused")
        }
    }

    /// The second batch waits for the place of the first, and gets it when that has failed.
    @Test func `whoever waits for the place of what failed sends nothing`() async throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Fixtures/asb/real-4.5.8/single.asb").standardized.path
        for _ in 0..<20 {
            let target = ClosedTarget()
            let context = RestoreContext(RestorePlan(source: .file(path: path)), into: target, ceiling: 1)
            let error = await #expect(throws: JobError.self) {
                try await InputFile.withFile(path: path) { file in
                    try await FileRestorer(file: file, context: context).run()
                }
            }
            #expect(error?.message == "refused" && target.begun.load(ordering: .relaxed) == 1)
        }
    }

    @Test func `nothing is read behind a signal`() async throws {
        let backup = try await SmallBackup(container: FileContainer(compression: .standard))
        defer { backup.remove() }
        let path = try #require(backup.files.keys.first { $0.hasSuffix(".asb") })
        var plan = RestorePlan(source: .file(path: backup.directory.appending(path: path).path))
        plan.container = backup.container
        let stop = StopSignal()
        let statistics = RestoreStatistics()
        let target = ClosedTarget()
        let context = RestoreContext(plan, into: target, statistics: statistics, stop: stop, ceiling: 1)
        stop.request()
        let error = await #expect(throws: JobError.self) {
            try await InputFile.withFile(path: backup.directory.appending(path: path).path) { file in
                try await FileRestorer(file: file, context: context).run()
            }
        }
        #expect(error?.code == .interrupted && statistics.now.bytes == 0)
    }

    /// The rest would take an hour, and ends first when it is cancelled.
    @Test func `what is left when the time is over is cancelled, and the failure is told`() async throws {
        var context = RestoreContext(RestorePlan(source: .file(path: "")), into: ClosedTarget(), ceiling: 1)
        context.failure = FirstFailure(patience: .zero)
        let error = await #expect(throws: JobError.self) {
            try await context.run { [context] in
                await context.settle(before: JobError(.record, "refused"))
                try await Task.sleep(for: .seconds(3600))
            }
        }
        #expect(error?.message == "refused" && context.stop.isFailure)
    }

    @Test func `an interruption is no failure`() async throws {
        let context = RestoreContext(RestorePlan(source: .file(path: "")), into: ClosedTarget(), ceiling: 1)
        let error = await #expect(throws: JobError.self) {
            try await context.run { throw JobError(.interrupted, "interrupted") }
        }
        #expect(error?.code == .interrupted && !context.stop.isRequested)
        await context.settle(before: CancellationError())
        #expect(!context.stop.isRequested && context.failure.error == nil)
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
