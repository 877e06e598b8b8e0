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

    @Test(arguments: [(false, "00 01 20 21 22"), (true, "00 20 01 21 22")])
    func `take files one after the other or in turn`(inTurn: Bool, expected: String) throws {
        let done = Mutex<[String]>([])
        let run = CopyRun(pieces: [2, 0, 3], progress: Self.silent, areFilesTakenInTurn: inTurn)
        try run.perform(
            threads: 1,
            makeWorker: { () throws(SharedMemoryError) in () },
            { _, task throws(SharedMemoryError) in done.withLock { $0.append("\(task.file)\(task.piece)") } }
        )
        #expect(done.withLock { $0 }.joined(separator: " ") == expected)
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
