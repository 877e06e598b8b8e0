import NIOCore

/// A scan that is being sent on a connection.
struct ScanFlow {
    /// Where the records come from.
    var run: ScanRun
    /// When the first piece was asked for.
    let started: NIODeadline
    /// Whether a task is due that will go on with it.
    var isScheduled = false
    /// Closes the connection if the client does not read for too long.
    var stall: Scheduled<Void>?

    init(run: ScanRun) {
        self.run = run
        self.started = .now()
    }

    /// The lowest rate: a server rests 10 ms between two records at most (`Spec/wire-protocol.md` §11.2).
    private static let lowestRate = 100

    /// How many records the rate allows at a moment.
    func allowedRecords(at now: NIODeadline) -> Int {
        guard self.run.request.recordsPerSecond > 0 else { return Int.max }
        let rate = max(Int(self.run.request.recordsPerSecond), Self.lowestRate)
        let elapsed = Int((now - self.started).nanoseconds / 1_000_000)
        return max(0, elapsed * rate / 1000 + 1 - self.run.counted)
    }
}
