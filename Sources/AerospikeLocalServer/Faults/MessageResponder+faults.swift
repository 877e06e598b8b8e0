import AerospikeProtocol

extension MessageResponder {
    /// The fault that comes with a message; `nil` for none. The message counts as one of its kind.
    func fault(with kind: ProtocolHeader.Kind, body: RawSpan) -> Fault? {
        guard let faults = self.state.faults else { return nil }
        return faults.fault(on: [.message] + Self.events(kind, body))
    }

    private static func events(_ kind: ProtocolHeader.Kind, _ body: RawSpan) -> [FaultEvent] {
        switch kind {
        case .info: return [.info]
        case .security: return []
        case .message: return (try? MessageLayout(body)).map { [Self.event($0)] } ?? []
        case .compressedMessage:
            guard let message = try? CompressedMessage.inflate(body: body), message.count >= ProtocolHeader.size else {
                return []
            }
            return Self.events(.message, message.view.at(ProtocolHeader.size..<message.count))
        }
    }

    private static func event(_ layout: MessageLayout) -> FaultEvent {
        if layout.header.info1.contains(.batch) { return .batch }
        return layout.fields[.digest] == nil ? .scan : .record
    }

    /// Answers a message with a result instead of what it asks for.
    ///
    /// - Parameter isApplied: Whether the message is carried out nevertheless.
    func respond(
        to kind: ProtocolHeader.Kind,
        body: RawSpan,
        failingWith result: ResultCode,
        isApplied: Bool,
        into writer: inout ByteWriter
    ) {
        let start = writer.count
        if isApplied { _ = self.respond(to: kind, body: body, into: &writer) }
        writer.truncate(to: start)
        switch kind {
        case .info:
            let value = "ERROR:\(result.rawValue):injected fault"
            let lines = InfoRequest(body: body).commands.map { InfoReply.Line(command: $0, value: value) }
            writer.append(InfoReply(lines).encoded())
        case .security:
            writer.append(SecurityMessage(resultCode: result).encoded())
        case .message, .compressedMessage:
            guard !Self.events(kind, body).contains(.batch) else { return FinalMessage.write(result, into: &writer) }
            let message = ProtocolMessage(&writer)
            MessageHeader(resultCode: result).write(to: &writer)
            message.finish(in: &writer)
        }
    }
}
