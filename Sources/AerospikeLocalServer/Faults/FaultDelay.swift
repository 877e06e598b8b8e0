/// How long something is held.
public enum FaultDelay: Hashable, Sendable {
    /// For a time, in milliseconds.
    case milliseconds(Int)
    /// Until `FaultInjector.release` is called.
    case untilReleased
}
