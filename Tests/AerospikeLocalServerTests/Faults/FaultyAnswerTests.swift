import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

@Suite struct FaultyAnswerTests {
    /// Three messages of 1, 2 and 3 bytes of body, each with 8 bytes of header.
    private static let pieces: [[UInt8]] = [
        [2, 3, 0, 0, 0, 0, 0, 1, 11], [2, 3, 0, 0, 0, 0, 0, 2, 21, 22, 2, 3, 0, 0, 0, 0, 0, 3, 31, 32, 33],
    ]
    private static let whole = Array(pieces.joined())

    /// The bytes sent, and what else is done after how many of them.
    private func outcome(_ fault: Fault) -> (bytes: [UInt8], others: [Int: FaultyAnswer.Step]) {
        var answer = FaultyAnswer(fault)
        var bytes: [UInt8] = []
        var others: [Int: FaultyAnswer.Step] = [:]
        for step in Self.pieces.flatMap({ answer.apply($0) }) {
            if case .send(let sent) = step { bytes += sent } else { others[bytes.count] = step }
            if case .end = step { break }
        }
        return (bytes, others)
    }

    @Test(arguments: 0...30)
    func `ends after any number of bytes`(count: Int) {
        let (bytes, others) = self.outcome(.cut(after: count, .close))
        #expect(bytes == Array(Self.whole.prefix(count)))
        #expect(others == (count < 30 ? [count: .end(.close)] : [:]))
    }

    @Test(arguments: 0...30)
    func `waits in front of any byte`(place: Int) {
        let (bytes, others) = self.outcome(.delay(.untilReleased, at: place))
        #expect(bytes == Self.whole)
        #expect(others == (place < 30 ? [place: .wait(.untilReleased)] : [:]))
    }

    @Test(arguments: 0...30)
    func `turns bits over in any byte`(place: Int) {
        var expected = Self.whole
        if place < 30 { expected[place] ^= 0x41 }
        #expect(self.outcome(.garble(at: place, mask: 0x41)).bytes == expected)
    }

    @Test(arguments: [(1, 0), (2, 9), (3, 19)])
    func `tells another size in any header`(message: Int, place: Int) {
        var expected = Self.whole
        expected.replaceSubrange((place + 2)..<(place + 8), with: [1, 2, 3, 4, 5, 6])
        #expect(self.outcome(.length(0x0102_0304_0506, message: message)).bytes == expected)
    }

    @Test(arguments: [(1, 0), (2, 9), (3, 19), (4, nil)])
    func `tells another type in any header`(message: Int, place: Int?) {
        var expected = Self.whole
        if let place { expected[place + 1] = 4 }
        #expect(self.outcome(.type(4, message: message)).bytes == expected)
    }
}
