import AerospikeProtocol
import NIOCore

extension Connection {
    /// Asks commands of the text protocol.
    func info(_ commands: [String], limit: WaitLimit) async -> Result<InfoReply, ExchangeFailure> {
        if let command = commands.first(where: { $0.utf8.contains(where: CommandParameter.isControl) }) {
            // It would be two commands to the server.
            let message = "a command with a control character is not sent: '\(command.prefix(200))'"
            let error = AerospikeError(.badParameter, message, node: self.name)
            return .failure(ExchangeFailure(error: error, isUnanswered: false))
        }
        let request = ByteBuffer(bytes: InfoRequest(commands).encoded())
        let result = await self.send(request, isSingle: true, limit: limit)
        return result.flatMap { message in
            guard message.kind == .info else { return .failure(self.unexpected(message.kind)) }
            do throws(ProtocolError) {
                return .success(try InfoReply(body: message.body.readableBytesSpan, answering: commands.count))
            } catch {
                return .failure(self.unreadable(error))
            }
        }
    }

    /// Closes the connection because of an answer of the wrong kind.
    func unexpected(_ kind: ProtocolHeader.Kind) -> ExchangeFailure {
        self.close()
        let error = AerospikeError(.badReply, "unexpected answer of message type \(kind.rawValue)", node: self.name)
        return ExchangeFailure(error: error, isUnanswered: false)
    }

    /// Closes the connection because of an answer that cannot be read.
    func unreadable(_ error: ProtocolError) -> ExchangeFailure {
        self.close()
        return ExchangeFailure(error: AerospikeError(error, node: self.name), isUnanswered: false)
    }
}
