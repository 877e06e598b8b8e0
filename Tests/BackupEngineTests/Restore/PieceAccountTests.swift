import AerospikeProtocol
import NIOCore
import Testing

@testable import BackupEngine

@Suite struct `Accounts of pieces` {
    private static func account(start: UInt64 = 1000) -> PieceAccount {
        PieceAccount(
            piece: FilePiece(start: start, bytes: Array("0123456789".utf8), firstLine: 1, isLegacy: false),
            renaming: RestorePlan(source: .file(path: "x"))
        )
    }

    @Test(
        arguments: [
            (10, [], [1000..<1010]), (4, [], [1000..<1004]), (0, [], []),
            (10, [0..<3], [1003..<1010]), (10, [0..<3, 3..<10], []),
            (10, [2..<4, 8..<10], [1000..<1002, 1004..<1008]),
        ] as [(Int, [Range<Int>], [Range<UInt64>])]
    )
    func `indexes and modules are not done`(end: Int, globals: [Range<Int>], expected: [Range<UInt64>]) {
        var account = Self.account()
        account.parsed(to: end, without: globals)
        #expect(account.part(of: 3) == .init(file: 3, ranges: expected, counts: RecordCounts()))
    }

    @Test func `nothing is done of a piece that was given up`() {
        #expect(Self.account().part(of: 0).ranges.isEmpty)
    }

    @Test func `counts add up and refused records keep their text`() {
        var account = Self.account()
        var counts = RecordCounts()
        counts.records = 5
        account.count(counts)
        var result = WriteResult()
        result.counts.inserted = 4
        result.counts.ignored = 1
        result.rejected = [(row: 1, result: .recordTooBig)]
        let digest = [UInt8](repeating: 7, count: Digest.size)
        let batch = RecordBatch(
            form: .batch,
            storage: ByteBuffer(
                bytes: [0, 0, 0, 0] + [UInt8](repeating: 1, count: Digest.size) + [0, 0, 0, 1] + digest
            ),
            offsets: [0, 24, 48],
            partitions: [],
            places: [0..<3, 3..<6],
            namespace: "test",
            node: nil
        )
        account.take(.init(result, of: batch))
        #expect(account.part(of: 0).counts.records == 5 && account.part(of: 0).counts.inserted == 4)
        #expect(account.rejected.map(\.text) == [Array("345".utf8)])
        #expect(account.rejected[0].reason == "\(Base64.encode(digest)) 13 record too big\n")
    }
}
