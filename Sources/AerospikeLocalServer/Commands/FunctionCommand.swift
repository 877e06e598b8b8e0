import AerospikeProtocol

/// Answers a call of a function: this server keeps modules but runs no Lua, and says so with result 100.
enum FunctionCommand {
    private static let explanation = "this server keeps UDF modules but does not run Lua"

    static func run(_ command: RecordCommand, into writer: inout ByteWriter) -> ResultCode {
        var reply = ReplyWriter(&writer, row: command.replyRow)
        let name = Array("FAILURE".utf8)
        let text = Array(Self.explanation.utf8)
        reply.append(.read, name: name.view, type: ParticleType.string.rawValue, value: text.view, to: &writer)
        reply.finish(ReplyHeader(.functionFailed), in: &writer)
        return .functionFailed
    }
}
