import AerospikeProtocol
import Synchronization

@testable import AerospikeLocalServer

/// A server without sockets, whose clock stands still until it is moved.
final class TestServer: Sendable {
    /// 2026-01-01T00:00:00Z in seconds since 1970.
    static let start: UInt64 = 1_767_225_600

    private let source: TimeSource
    let state: ServerState

    init(namespaces: [String] = ["test", "bar"], nodeID: String = "C1", seconds: UInt64 = TestServer.start) {
        let time = TimeSource(seconds)
        self.source = time
        self.state = ServerState(
            LocalServerConfiguration(
                port: 3000,
                namespaces: namespaces,
                nodeID: nodeID,
                clock: WallClock { time.nanoseconds }
            )
        )
    }

    /// Lets seconds pass.
    func advance(seconds: UInt64) { self.source.advance(seconds) }

    /// Now in seconds since 2010, the unit of void times.
    var now: UInt32 { self.state.clock.moment.seconds }

    /// Sends a body and returns the bodies of all messages of the answer, scans in pieces of `pieceSize` bytes.
    func bodies(of body: [UInt8], kind: ProtocolHeader.Kind = .message, pieceSize: Int = 1 << 20) throws -> [[UInt8]] {
        let responder = MessageResponder(state: self.state, session: ClientSession(client: "127.0.0.1+1"))
        var writer = ByteWriter()
        if case .scan(var run) = responder.respond(to: kind, body: body.view, into: &writer) {
            let allowance = ScanRun.Allowance(bytes: pieceSize, records: Int.max, visits: 100)
            while run.fill(&writer, allowance: allowance) != .done {}
            FinalMessage.write(.ok, into: &writer)
            self.state.jobs.end(run.job, as: .done, at: 0)
        }
        return try Self.split(writer.finish())
    }

    private static func split(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var reader = ByteReader(bytes.view)
        var bodies: [[UInt8]] = []
        while !reader.isAtEnd {
            let header = try ProtocolHeader(reading: &reader)
            bodies.append([UInt8](copying: try reader.readBytes(header.bodySize)))
        }
        return bodies
    }

    /// Sends a message and returns all messages of the answer.
    func answers(to message: Message, pieceSize: Int = 1 << 20) throws -> [Message] {
        try self.bodies(of: Array(message.encoded().dropFirst(ProtocolHeader.size)), pieceSize: pieceSize)
            .flatMap { try Message.all(of: $0) }
    }

    /// Sends a command on one record and returns its answer.
    func answer(to message: Message) throws -> Message {
        try self.answers(to: message).first ?? Message()
    }

    /// The value of an info command.
    func info(_ command: String) -> String {
        InfoResponder(state: self.state, session: ClientSession(client: "")).value(of: command)
    }
}

/// Seconds that stand still until they are moved.
private final class TimeSource: Sendable {
    private let seconds: Atomic<UInt64>

    init(_ seconds: UInt64) { self.seconds = Atomic(seconds) }

    var nanoseconds: UInt64 { self.seconds.load(ordering: .relaxed) * 1_000_000_000 }

    func advance(_ seconds: UInt64) { self.seconds.add(seconds, ordering: .relaxed) }
}
