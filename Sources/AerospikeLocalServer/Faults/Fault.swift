public import AerospikeProtocol

/// What goes wrong (`Spec/faults.md`).
public enum Fault: Hashable, Sendable {
    /// The connection ends at once; a message that has come is not carried out.
    case end(FaultEnding)
    /// A message is carried out, but its answer ends after so many bytes, and the connection with it.
    case cut(after: Int, FaultEnding)
    /// The answer stops in front of a byte, counted from 0, and goes on later.
    case delay(FaultDelay, at: Int)
    /// The bits of `mask` are turned over in a byte of the answer, counted from 0.
    case garble(at: Int, mask: UInt8)
    /// The protocol header of a message of the answer, counted from 1, tells another size of its body, up to 48 bits.
    case length(UInt64, message: Int)
    /// The protocol header of a message of the answer, counted from 1, tells another type.
    case type(UInt8, message: Int)
    /// The command is not carried out, or ends, with a result.
    ///
    /// `afterRecords` is for scans and partitions: the end comes behind so many records, or behind all of them if there are fewer;
    /// `nil` refuses at once.
    case result(ResultCode, afterRecords: Int?)
    /// The command is carried out, and yet answered with a result.
    case applied(ResultCode)
    /// The node stands still, like a process that was stopped: connections are accepted, nothing is answered.
    case freeze(FaultDelay)
    /// An index is told to be built so far, in percent.
    case load(Int)

    /// Whether the fault can come at an event.
    func fits(_ event: FaultEvent) -> Bool {
        switch self {
        case .end, .freeze: event == .connection || event.isMessage
        case .delay(_, at: let byte): event.isMessage || event == .connection && byte == 0
        case .cut, .garble, .length, .type: event.isMessage
        case .result(_, afterRecords: nil): event != .connection && event != .index
        case .result: event == .scan || event == .partition
        case .applied: event == .write || event == .record || event == .batch
        case .load: event == .index
        }
    }
}
