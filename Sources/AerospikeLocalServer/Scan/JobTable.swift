import Synchronization

/// The scans that run, and the last hundred that have ended (`Spec/wire-protocol.md` §11.1).
final class JobTable: Sendable {
    private static let remembered = 100

    private struct State {
        var active: [ScanJob] = []
        var done: [ScanJob] = []
    }

    private let state = Mutex(State())

    /// Takes a scan in; `false` if its id is known already.
    func begin(_ job: ScanJob) -> Bool {
        self.state.withLock { state in
            let isKnown = (state.active + state.done).contains { $0.order.id == job.order.id }
            guard !isKnown else { return false }
            state.active.append(job)
            return true
        }
    }

    /// Notes the end of a scan; of one that was never taken in nothing is kept.
    func end(_ job: ScanJob, as status: ScanJob.Status, at milliseconds: UInt64) {
        job.finish(status, at: milliseconds)
        self.state.withLock { state in
            guard let index = state.active.firstIndex(where: { $0 === job }) else { return }
            state.active.remove(at: index)
            state.done.append(job)
            if state.done.count > Self.remembered { state.done.removeFirst() }
        }
    }

    /// All scans known, those that run first, then the latest first.
    var jobs: [ScanJob] { self.state.withLock { $0.active + $0.done.reversed() } }

    /// The number of scans that run.
    var activeCount: Int { self.state.withLock { $0.active.count } }

    /// Ends one scan; `false` if it does not run.
    func abort(id: UInt64) -> Bool {
        self.state.withLock { state in
            guard let job = state.active.first(where: { $0.order.id == id }) else { return false }
            job.requestAbort()
            return true
        }
    }

    /// Ends all scans and returns how many ran.
    func abortAll() -> Int {
        self.state.withLock { state in
            for job in state.active { job.requestAbort() }
            return state.active.count
        }
    }
}
