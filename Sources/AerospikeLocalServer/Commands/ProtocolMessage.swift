import AerospikeProtocol

/// A message of the protocol being written: its header is filled in when the size is known.
struct ProtocolMessage {
    private let start: Int

    /// Begins a message at the end of `writer`.
    init(_ writer: inout ByteWriter) {
        self.start = writer.count
        writer.append(UInt64(0))
    }

    /// The number of bytes of the body so far.
    func size(in writer: borrowing ByteWriter) -> Int { writer.count &- self.start &- ProtocolHeader.size }

    /// Fills in the header; a message without body is taken back.
    func finish(in writer: inout ByteWriter) {
        let size = self.size(in: writer)
        guard size > 0 else {
            writer.truncate(to: self.start)
            return
        }
        writer.overwrite(ProtocolHeader(kind: .message, bodySize: size).word, at: self.start)
    }
}

/// The message that ends the answer to a batch or scan.
enum FinalMessage {
    /// Appends the message with its protocol header.
    static func write(_ result: ResultCode, into writer: inout ByteWriter) {
        let message = ProtocolMessage(&writer)
        MessageHeader(info3: [.last], resultCode: result).write(to: &writer)
        message.finish(in: &writer)
    }
}
