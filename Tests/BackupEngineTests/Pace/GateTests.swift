import Synchronization
import Testing

@testable import BackupEngine

@Suite struct `Gates` {
    private final class Counts: Sendable {
        private struct State {
            var inside = 0
            var most = 0
            var total = 0
        }
        private let state = Mutex(State())

        var most: Int { self.state.withLock { $0.most } }
        var total: Int { self.state.withLock { $0.total } }

        func enter() {
            self.state.withLock { state in
                state.inside += 1
                state.total += 1
                state.most = max(state.most, state.inside)
            }
        }

        func leave() { self.state.withLock { $0.inside -= 1 } }
    }

    @Test(arguments: [1, 2, 7]) func `no more are inside than the limit`(limit: Int) async throws {
        let gate = Gate(limit: limit)
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    try await gate.enter()
                    counts.enter()
                    await Task.yield()
                    counts.leave()
                    gate.leave()
                }
            }
            try await group.waitForAll()
        }
        #expect(counts.total == 500)
        #expect(counts.most <= limit)
    }

    /// Places are taken in the order of the calls, which are made one by one.
    @Test func `a job may take several places`() async throws {
        let gate = Gate(limit: 4)
        let counts = Counts()
        func start(_ places: Int) -> Task<Void, any Error> {
            Task.immediate {
                try await gate.enter(places: places)
                counts.enter()
            }
        }
        let inside = [start(1), start(3)]
        for task in inside { try await task.value }
        #expect(counts.total == 2)
        // Takes more than there are, and so waits for all; those behind it do not pass it.
        let large = start(9)
        let small = start(1)
        gate.leave(places: 3)
        for _ in 0..<100 { await Task.yield() }
        #expect(counts.total == 2)
        gate.leave()
        try await large.value
        for _ in 0..<100 { await Task.yield() }
        #expect(counts.total == 3)
        gate.leave(places: 9)
        try await small.value
        gate.leave()
        try await gate.enter(places: 4)
    }

    @Test func `a cancelled task does not wait and takes no place`() async throws {
        let gate = Gate(limit: 1)
        try await gate.enter()
        let waiting = Task { try await gate.enter() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.leave()
        try await gate.enter()
        gate.leave()
    }

    @Test func `a larger limit lets waiting tasks in`() async throws {
        let gate = Gate(limit: 1)
        try await gate.enter()
        async let second: Void = gate.enter()
        gate.setLimit(2)
        try await second
        gate.leave()
        gate.leave()
    }
}
