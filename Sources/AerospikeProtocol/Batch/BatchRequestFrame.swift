/// What stands in front of the rows of a batch request, so that rows can be appended straight behind it.
///
/// Layout: protocol header (8), message header (22), field size (4), field type (1), row count (4), flags (1):
/// `Spec/wire-protocol.md` §10.
public enum BatchRequestFrame {
    /// The number of bytes in front of the first row.
    public static let size = ProtocolHeader.size + MessageHeader.size + 10

    /// Appends the frame with zero sizes; `finish` fills them in.
    public static func begin(_ writer: inout ByteWriter, flags: BatchFlags) {
        writer.append(UInt64(0))
        MessageHeader(info1: [.batch], fieldCount: 1).write(to: &writer)
        writer.append(UInt32(0))
        writer.append(FieldType.batch.rawValue)
        writer.append(UInt32(0))
        writer.append(flags.rawValue)
    }

    /// Fills in the sizes of a frame that starts at byte 0 and whose rows end the buffer.
    ///
    /// - Parameters:
    ///   - writer: Holds the frame and its rows.
    ///   - rowCount: The number of rows.
    ///   - timeout: The server's time limit for the whole batch, in milliseconds.
    public static func finish(_ writer: inout ByteWriter, rowCount: Int, timeout: UInt32) {
        let header = ProtocolHeader(kind: .message, bodySize: writer.count - ProtocolHeader.size)
        writer.overwrite(header.word, at: 0)
        writer.overwrite(timeout, at: ProtocolHeader.size + 14)
        writer.overwrite(UInt32(writer.count - ProtocolHeader.size - MessageHeader.size - 4), at: 30)
        writer.overwrite(UInt32(rowCount), at: 35)
    }
}
