import Synchronization
import Testing

@testable import SharedMemoryIndex

@Suite struct `Runs of a copy` {
    static let silent = ProgressMeter(total: 0, rate: nil, say: { _ in })

    @Test func `do every task once`() throws {
        let done = Mutex<[CopyRun.Task]>([])
        let run = CopyRun(pieces: [3, 0, 5], progress: Self.silent)
        try run.perform(
            threads: 4,
            makeWorker: { () throws(SharedMemoryError) in () },
            { _, task throws(SharedMemoryError) in done.withLock { $0.append(task) } }
        )
        let expected =
            (0..<3).map { CopyRun.Task(file: 0, piece: $0) } + (0..<5).map { CopyRun.Task(file: 2, piece: $0) }
        #expect(Set(done.withLock { $0 }) == Set(expected))
        #expect(done.withLock { $0.count } == 8)
    }

    @Test func `end at the first error`() {
        let done = Mutex(0)
        let run = CopyRun(pieces: [100], progress: Self.silent)
        let error = #expect(throws: SharedMemoryError.self) {
            try run.perform(
                threads: 1,
                makeWorker: { () throws(SharedMemoryError) in () },
                { _, task throws(SharedMemoryError) in
                    if task.piece == 7 { throw SharedMemoryError(.noRoom, "full") }
                    done.withLock { $0 += 1 }
                }
            )
        }
        #expect(error?.messages == ["full"])
        #expect(done.withLock { $0 } == 7)
    }
}
