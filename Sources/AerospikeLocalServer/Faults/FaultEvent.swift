/// What is counted so that a fault can be told when to come. Each node counts from 1.
public enum FaultEvent: String, Hashable, Sendable, CaseIterable {
    /// A connection is accepted.
    case connection
    /// A message of any kind has come.
    case message
    /// A message of the text protocol has come.
    case info
    /// A scan has come.
    case scan
    /// A batch has come.
    case batch
    /// A command on one record, outside of batches, has come.
    case record
    /// A scan comes to a partition.
    case partition
    /// A record is about to be written, alone or as a row of a batch.
    case write
    /// A record is about to be read, alone or as a row of a batch.
    case read
    /// Somebody asks how far an index is built.
    case index

    /// Whether a message is taken in, to which there is an answer of bytes.
    var isMessage: Bool {
        switch self {
        case .message, .info, .scan, .batch, .record: true
        case .connection, .partition, .write, .read, .index: false
        }
    }
}
