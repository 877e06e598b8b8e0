import AerospikeProtocol

/// Writes one reply message: a place for the header, the operations, then the header (`Spec/wire-protocol.md` §6).
struct ReplyWriter {
    private let start: Int
    private let row: UInt32
    private var operationCount: UInt16 = 0

    /// Begins a reply at the end of `writer`.
    ///
    /// - Parameters:
    ///   - writer: What the reply is written to.
    ///   - row: The row of a batch, echoed to the client; 0 outside of batches.
    init(_ writer: inout ByteWriter, row: UInt32 = 0) {
        self.start = writer.count
        self.row = row
        MessageHeader(transactionTimeToLive: row).write(to: &writer)
    }

    /// Appends an operation with a value.
    mutating func append(
        _ code: OperationCode,
        name: RawSpan,
        type: UInt8,
        value: RawSpan,
        to writer: inout ByteWriter
    ) {
        writer.append(UInt32(truncatingIfNeeded: 4 &+ name.byteCount &+ value.byteCount))
        writer.append(code.rawValue)
        writer.append(type)
        writer.append(UInt8(0))
        writer.append(UInt8(truncatingIfNeeded: name.byteCount))
        writer.append(name)
        writer.append(value)
        self.operationCount &+= 1
    }

    /// Appends operations that are in wire form already.
    mutating func append(encoded operations: RawSpan, count: UInt16, to writer: inout ByteWriter) {
        writer.append(operations)
        self.operationCount &+= count
    }

    /// Completes the reply.
    func finish(_ header: ReplyHeader, in writer: inout ByteWriter) {
        self.overwriteHeader(header, in: &writer)
        writer.overwrite(self.operationCount, at: self.start &+ 20)
    }

    /// Takes back everything written since the reply began.
    func discard(in writer: inout ByteWriter) { writer.truncate(to: self.start) }

    private func overwriteHeader(_ header: ReplyHeader, in writer: inout ByteWriter) {
        writer.overwrite(UInt32(header.result.rawValue), at: self.start &+ 2)
        writer.overwrite(UInt32(header.generation), at: self.start &+ 6)
        writer.overwrite(header.voidTime.rawValue, at: self.start &+ 10)
    }
}
