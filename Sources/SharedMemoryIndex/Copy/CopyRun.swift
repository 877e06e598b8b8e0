import Synchronization

/// What the threads of a run share: the work that is left, how far it has come, and why it ends early.
final class CopyRun: Sendable {
    /// The unit of work.
    struct Task: Hashable, Sendable {
        /// The number of the file.
        var file: Int
        /// The number of the piece in it.
        var piece: Int
    }

    /// How far the run has come.
    let progress: ProgressMeter
    private let tasks: [Task]
    private let next = Atomic<Int>(0)
    private let failure = Mutex<SharedMemoryError?>(nil)
    private let hasFailed = Atomic<Bool>(false)

    /// Creates a run.
    ///
    /// - Parameters:
    ///   - counts: How many pieces each file has.
    ///   - progress: Is told what was done.
    ///   - areFilesTakenInTurn: Whether a piece of each file comes first, then another of each; otherwise file after file.
    init(pieces counts: [Int], progress: ProgressMeter, areFilesTakenInTurn: Bool = false) {
        let tasks = counts.enumerated().flatMap { file, count in (0..<count).map { Task(file: file, piece: $0) } }
        self.tasks = areFilesTakenInTurn ? tasks.sorted { ($0.piece, $0.file) < ($1.piece, $1.file) } : tasks
        self.progress = progress
    }

    /// Whether workers are to end.
    var isStopped: Bool { self.hasFailed.load(ordering: .acquiring) || Interruption.isRequested }

    /// Lets threads do all tasks.
    ///
    /// - Parameters:
    ///   - threads: How many.
    ///   - makeWorker: Makes what a thread needs for itself.
    ///   - body: Does a task; called with tasks in their order, but by all threads at once.
    ///   - stopped: Called once a task has failed, so that those who wait for it can be woken.
    /// - Throws: `SharedMemoryError`: the first of `makeWorker` and `body`, or `interrupted`.
    func perform<Worker>(
        threads: Int,
        makeWorker: @escaping @Sendable () throws(SharedMemoryError) -> Worker,
        stopped: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable (inout Worker, Task) throws(SharedMemoryError) -> Void
    ) throws(SharedMemoryError) {
        Workers.run(min(threads, self.tasks.count)) {
            do throws(SharedMemoryError) {
                var worker = try makeWorker()
                while !self.isStopped, let task = self.take() { try body(&worker, task) }
                // Those who wait for a piece that will not come must be told.
                if self.isStopped { stopped() }
            } catch {
                self.fail(error)
                stopped()
            }
        }
        if let failure = self.failure.withLock({ $0 }) { throw failure }
        guard !Interruption.isRequested else {
            throw SharedMemoryError(.interrupted, "Interrupted by a signal; the work is not complete.")
        }
    }

    private func take() -> Task? {
        let index = self.next.add(1, ordering: .relaxed).oldValue
        return index < self.tasks.count ? self.tasks[index] : nil
    }

    private func fail(_ error: SharedMemoryError) {
        self.failure.withLock { if $0 == nil { $0 = error } }
        self.hasFailed.store(true, ordering: .releasing)
    }
}
