import NIOCore

/// How long a message is waited for.
enum WaitLimit: Hashable, Sendable {
    /// Until a moment, whatever arrives before.
    case deadline(NIODeadline)
    /// As long as bytes keep coming: the longest silence. At its end the connection stays open, for who waits decides.
    case silence(TimeAmount)

    /// The moment at which the wait is over if nothing (more) arrives.
    func end(lastActivity: NIODeadline) -> NIODeadline {
        switch self {
        case .deadline(let deadline): deadline
        case .silence(let longest): lastActivity + longest
        }
    }
}
