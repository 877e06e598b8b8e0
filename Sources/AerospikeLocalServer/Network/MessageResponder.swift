import AerospikeProtocol

/// Decides what is answered to a message, whatever its kind.
struct MessageResponder {
    /// What is to be done after a message was taken in.
    enum Outcome: Sendable {
        /// The answer is in the writer.
        case answered
        /// The answer is to be taken piece by piece from a scan.
        case scan(ScanRun)
    }

    let state: ServerState
    let session: ClientSession

    /// Takes in a message and appends its answer, protocol headers included, to `writer`.
    func respond(to kind: ProtocolHeader.Kind, body: RawSpan, into writer: inout ByteWriter) -> Outcome {
        switch kind {
        case .info:
            writer.append(InfoResponder(state: self.state, session: self.session).respond(to: body))
        case .security:
            writer.append(SecurityMessage(resultCode: .securityNotSupported).encoded())
        case .message:
            return self.respond(to: body, into: &writer)
        case .compressedMessage:
            return self.respondCompressed(body, into: &writer)
        }
        return .answered
    }

    private func respondCompressed(_ body: RawSpan, into writer: inout ByteWriter) -> Outcome {
        guard let message = try? CompressedMessage.inflate(body: body), message.count >= ProtocolHeader.size else {
            self.refuse(.parameter, into: &writer)
            return .answered
        }
        return self.respond(to: message.view.at(ProtocolHeader.size..<message.count), into: &writer)
    }

    private func respond(to body: RawSpan, into writer: inout ByteWriter) -> Outcome {
        guard let layout = try? MessageLayout(body) else {
            self.refuse(.parameter, into: &writer)
            return .answered
        }
        if layout.header.info1.contains(.batch) {
            BatchCommand(state: self.state).run(layout, request: body, into: &writer)
            return .answered
        }
        if let place = layout.fields[.digest] {
            self.respondSingle(layout, digest: place, request: body, into: &writer)
            return .answered
        }
        return self.beginScan(layout, request: body, into: &writer)
    }

    private func respondSingle(
        _ layout: MessageLayout,
        digest place: Range<Int>,
        request: RawSpan,
        into writer: inout ByteWriter
    ) {
        guard place.count == Digest.size, let digest = Digest(request.at(place)) else {
            self.refuse(.parameter, into: &writer)
            return
        }
        let message = ProtocolMessage(&writer)
        let command = RecordCommand(layout: layout, digest: digest, row: nil)
        self.state.run(command, request: request, into: &writer)
        message.finish(in: &writer)
    }

    private func beginScan(_ layout: MessageLayout, request: RawSpan, into writer: inout ByteWriter) -> Outcome {
        do throws(CommandFailure) {
            let scan = try ScanRequest(layout, request: request, runner: self.state.runner)
            guard !scan.cursors.isEmpty else {
                FinalMessage.write(.ok, into: &writer)
                return .answered
            }
            guard let run = self.state.beginScan(scan, client: self.session.client) else {
                throw CommandFailure(.parameter)
            }
            return .scan(run)
        } catch {
            self.refuse(error.header.result, into: &writer)
            return .answered
        }
    }

    /// Appends a reply without flags that carries only a result.
    private func refuse(_ result: ResultCode, into writer: inout ByteWriter) {
        let message = ProtocolMessage(&writer)
        MessageHeader(resultCode: result).write(to: &writer)
        message.finish(in: &writer)
    }
}
