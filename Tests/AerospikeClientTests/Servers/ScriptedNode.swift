import AerospikeProtocol
import Synchronization

@testable import AerospikeClient

/// Answers the text protocol as a node does; its answers can be changed while it runs.
final class ScriptedNode: Sendable {
    private let answers: Mutex<[String: String]>

    /// Creates a node that is alone and holds every partition of `test`.
    init(id: String) {
        self.answers = Mutex([
            "node": id, "build": "8.1.0.3", "partition-generation": "0", "peers-generation": "0",
            "peers-clear-std": "0,3000,[]", "replicas": "test:0,1,\(Self.bitmap { _ in true })",
        ])
    }

    subscript(_ command: String) -> String? {
        get { self.answers.withLock { $0[command] } }
        set { self.answers.withLock { $0[command] = newValue } }
    }

    /// Answers text; `nil` if the request is none.
    func reply(to request: ScriptedServer.Request) -> ScriptedServer.Reaction? {
        guard request.message.kind == .info else { return nil }
        let lines = request.commands.map { command in
            let isIntroduction = command.hasPrefix("user-agent-set:")
            let value = isIntroduction ? "ok" : self[command] ?? "ERROR:4:unrecognized command"
            return InfoReply.Line(command: command, value: value)
        }
        return .reply(InfoReply(lines).encoded())
    }

    /// Partitions as bits in base64.
    static func bitmap(_ contains: (Int) -> Bool) -> String {
        var bytes = [UInt8](repeating: 0, count: 512)
        for partition in 0..<4096 where contains(partition) { bytes[partition / 8] |= 0x80 >> UInt8(partition % 8) }
        return Base64.encode(bytes)
    }
}
