/// A fault that came.
public struct FiredFault: Hashable, Sendable {
    /// With what it came.
    public var event: FaultEvent
    /// With which occurrence of that, counted from 1.
    public var number: Int
    /// What went wrong.
    public var fault: Fault
}
