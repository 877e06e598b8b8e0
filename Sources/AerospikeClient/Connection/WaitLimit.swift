import NIOCore

/// How long a message is waited for.
enum WaitLimit: Hashable, Sendable {
    /// Until a moment, whatever arrives before.
    case deadline(NIODeadline)
    /// As long as bytes keep coming, but not beyond a moment: the longest silence, and the moment. At its end the connection stays
    /// open, for who waits decides.
    case silence(TimeAmount, until: NIODeadline)

    /// The moment at which the wait is over if nothing (more) arrives.
    func end(lastActivity: NIODeadline) -> NIODeadline {
        switch self {
        case .deadline(let deadline): deadline
        case .silence(let longest, let deadline): min(lastActivity + longest, deadline)
        }
    }
}
