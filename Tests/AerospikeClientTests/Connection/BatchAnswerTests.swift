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

    private func walk(_ bodies: [UInt8]..., sent: Int = 2) throws -> (rows: [String], end: ResultCode?) {
        var rows: [String] = []
        var answered: Set<UInt32> = []
        var answer = BatchAnswer(rows: sent)
        for body in bodies {
            let end = try answer.walk(body.view) { index, resultCode in
                rows.append("\(index):\(resultCode.rawValue)")
                return index < sent && answered.insert(index).inserted
            }
            if let end { return (rows, end) }
        }
        return (rows, nil)
    }

    @Test func `tell each row's result`() throws {
        let (rows, end) = try self.walk(Self.rows)
        #expect(rows == ["0:0", "1:5"])
        #expect(end == nil)
    }

    @Test func `end with the last message`() throws {
        #expect(try self.walk(Self.last, sent: 0).end == .ok)
        let both = try self.walk(Self.rows + Self.last)
        #expect(both.rows.count == 2)
        #expect(both.end == .ok)
        var failed = Self.last
        failed[5] = 150
        #expect(try self.walk(failed).end == .batchDisabled)
    }

    @Test func `end with success behind all rows only, and with an error in front of all`() {
        #expect(throws: ProtocolError.self) { try self.walk(Self.last) }
        #expect(throws: ProtocolError.self) { try self.walk(Self.rows + Self.last, sent: 3) }
        var failed = Self.last
        failed[5] = 9
        #expect(throws: ProtocolError.self) { try self.walk(Self.rows + failed) }
    }

    @Test func `have nothing behind their end`() {
        #expect(throws: ProtocolError.self) { try self.walk(Self.rows + Self.last + Self.last) }
    }

    /// What a changed bit cannot do is give a row's result to another one, or leave a row out. The end is a body of its own.
    @Test func `with a changed bit are refused, or tell each row's result`() throws {
        let whole = Self.rows + Self.last
        // The result bytes of both rows: which result is right no answer tells.
        let results: Set<Int> = [5, 36]
        var refused = 0
        for bit in 0..<whole.count * 8 where !results.contains(bit / 8) {
            var body = whole
            body[bit / 8] ^= 1 << UInt8(bit % 8)
            let (first, second) = (Array(body[..<Self.rows.count]), Array(body[Self.rows.count...]))
            guard let (rows, end) = try? self.walk(first, second) else {
                refused += 1
                continue
            }
            // Without an end more is waited for.
            #expect(rows == ["0:0", "1:5"] && (end ?? .ok) == .ok, "bit \(bit)")
        }
        // At least: the size of each header, the index (0 in the end), LAST, the counts of fields and operations.
        #expect(refused > 3 * (8 + 32 + 1 + 32))
    }

    /// An error of a batch's only row is that of the batch but for one bit.
    @Test func `of one row are not certain to be at their end, unless no row has that result`() {
        for result in UInt8.min...UInt8.max {
            let isCertain = BatchAnswer.isCertain(end: ResultCode(rawValue: result))
            #expect(isCertain == [0, 150, 151, 152].contains(result), "result \(result)")
        }
    }

    @Test func `that are cut give an error`() {
        for length in 1..<Self.rows.count where length != 31 {
            #expect(throws: ProtocolError.self, "cut to \(length)") { try self.walk(Array(Self.rows[..<length])) }
        }
    }
}
