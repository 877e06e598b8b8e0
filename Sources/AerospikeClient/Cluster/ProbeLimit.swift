import NIOCore

/// The time within which everything that is asked of one node must be over: connecting, asking, introducing ourselves.
struct ProbeLimit: Hashable, Sendable {
    /// The moment at which it is over.
    let end: NIODeadline

    init(_ time: Duration, from start: NIODeadline = .now()) { self.end = start + TimeAmount(time) }

    /// How long an answer is waited for.
    var wait: WaitLimit { .deadline(self.end) }

    /// What is left to connect, no more than `most`.
    func rest(atMost most: Duration, at now: NIODeadline = .now()) -> Duration {
        min(most, max(.zero, .nanoseconds((self.end - now).nanoseconds)))
    }

    /// Whether it is over.
    func isOver(at now: NIODeadline = .now()) -> Bool { now >= self.end }
}
