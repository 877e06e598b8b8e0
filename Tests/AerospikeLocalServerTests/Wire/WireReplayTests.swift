import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

@Suite struct WireReplayTests {
    /// The moment of the first write of the transcript in seconds since 1970: its void time less its time to live.
    private static let recordedAt: UInt64 = 0x1FC3_AA1B - 3600 + 1_262_304_000

    @Test func `a recorded client gets the recorded answers`() throws {
        let transcript = try WireTranscript("python-client-put-get-remove.jsonl")
        let server = TestServer(seconds: Self.recordedAt)
        var given: [Message] = []
        for entry in transcript.entries(of: 2, isClient: true) where entry.kind == .message {
            for body in try server.bodies(of: entry.body) { given += try Message.all(of: body) }
        }
        var recorded: [Message] = []
        for entry in transcript.entries(of: 2, isClient: false) where entry.kind == .message {
            recorded += try Message.all(of: entry.body)
        }
        let expected = Self.comparable(recorded)
        let actual = Self.comparable(given)
        #expect(actual.count == expected.count)
        for (index, pair) in zip(actual, expected).enumerated() { #expect(pair.0 == pair.1, "message \(index)") }
    }

    /// The records of each scan sorted by digest, for a real server mixes partitions; bins sorted by name; GeoJSON without
    /// its cells, which only the real server computes.
    private static func comparable(_ messages: [Message]) -> [Message] {
        var result: [Message] = []
        var records: [Message] = []
        for var message in messages {
            message.operations = message.operations.map(Self.withoutCells).sorted {
                $0.name.lexicographicallyPrecedes($1.name)
            }
            if message[.digest] != nil {
                records.append(message)
                continue
            }
            result += records.sorted { ($0[.digest] ?? []).lexicographicallyPrecedes($1[.digest] ?? []) }
            records = []
            result.append(message)
        }
        return result
    }

    private static func withoutCells(_ operation: AerospikeProtocol.Operation) -> AerospikeProtocol.Operation {
        guard operation.particleType == .geoJSON, operation.value.count > 2 else { return operation }
        var operation = operation
        let cells = Int(operation.value[1]) << 8 | Int(operation.value[2])
        operation.value = Array(operation.value.dropFirst(3 + cells * 8))
        return operation
    }

    @Test func `recorded questions about indexes and modules get the recorded answers`() throws {
        let transcript = try WireTranscript("python-client-indexes-and-udf.jsonl")
        let server = TestServer()
        let asked = transcript.entries(of: 2, isClient: true).filter { $0.kind == .info }
        let told = transcript.entries(of: 2, isClient: false).filter { $0.kind == .info }
        #expect(asked.count == told.count)
        for (question, answer) in zip(asked, told) {
            let body = try server.bodies(of: question.body, kind: .info).first ?? []
            let lines = InfoReply(body: body.view).lines
            let expected = InfoReply(body: answer.body.view).lines
            #expect(lines.map(Self.masked) == expected.map(Self.masked))
        }
    }

    /// A line without what depends on the records and the speed of a server, and without hashes of modules.
    private static func masked(_ line: InfoReply.Line) -> InfoReply.Line {
        let value = (line.value ?? "").split(separator: ";", omittingEmptySubsequences: false).map {
            entry -> Substring in
            if line.command.hasPrefix("sindex-stat"), let equals = entry.firstIndex(of: "=") { return entry[..<equals] }
            let parts = entry.split(separator: ",")
            if parts.count == 3, parts[1].hasPrefix("hash=") { return "\(parts[0]),\(parts[2])" }
            return entry
        }
        return InfoReply.Line(command: line.command, value: value.joined(separator: ";"))
    }
}
