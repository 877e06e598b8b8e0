/// How a connection ends, or seems to, at a fault.
public enum FaultEnding: String, Hashable, Sendable, CaseIterable {
    /// The peer gets a reset.
    case reset
    /// The peer gets the end of the stream, and cannot send either.
    case close
    /// The peer gets the end of the stream; what it sends is taken in and never answered.
    case halfClose = "half-close"
    /// The peer gets nothing more on a connection that stays open.
    case silence
}
