import AerospikeProtocol
import Testing

@testable import AerospikeClient

@Suite struct `Answers to batches` {
    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        hexadecimal.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }

    /// The reply of `Spec/wire-protocol.md` §19.6, without protocol header.
    private static let rows = bytes(
        "16 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 05 02 00 00 01 61 "
            + "16 00 00 00 00 05 00 00 00 03 00 00 00 00 00 00 00 01 00 00 00 00"
    )
    private static let last = bytes("16 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00")

    private func walk(_ body: [UInt8]) throws -> (rows: [String], end: ResultCode?) {
        var rows: [String] = []
        let end = try BatchAnswer.walk(body.view) { index, resultCode in rows.append("\(index):\(resultCode.rawValue)")
        }
        return (rows, end)
    }

    @Test func `tell each row's result`() throws {
        let (rows, end) = try self.walk(Self.rows)
        #expect(rows == ["0:0", "1:5"])
        #expect(end == nil)
    }

    @Test func `end with the last message`() throws {
        #expect(try self.walk(Self.last).end == .ok)
        let both = try self.walk(Self.rows + Self.last)
        #expect(both.rows.count == 2)
        #expect(both.end == .ok)
        var failed = Self.last
        failed[5] = 150
        #expect(try self.walk(failed).end == .batchDisabled)
    }

    @Test func `that are cut give an error`() {
        for length in 1..<Self.rows.count where length != 31 {
            #expect(throws: ProtocolError.self, "cut to \(length)") { try self.walk(Array(Self.rows[..<length])) }
        }
    }
}
