import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

@Suite struct PartitionRecordsTests {
    private static func record(_ key: Int) -> StoredRecord {
        StoredRecord(
            digest: Message.digest(key),
            voidTime: .never,
            lastUpdate: UInt64(key),
            generation: 1,
            set: 0,
            binCount: 0,
            keyFieldSize: 0,
            body: []
        )
    }

    @Test func `records stand in descending order however they come`() {
        var single = PartitionRecords()
        var merged = PartitionRecords()
        for key in 0..<500 { single.insert(Self.record(key)) }
        merged.merge((0..<250).map(Self.record))
        merged.merge((125..<500).map(Self.record))
        let expected = (0..<500).map { Message.digest($0) }.sorted(by: >)
        #expect(single.records.map(\.digest) == expected)
        #expect(merged.records.map(\.digest) == expected)
    }

    @Test func `records are found, replaced and removed by digest`() {
        var records = PartitionRecords()
        for key in 0..<100 { records.insert(Self.record(key)) }
        for key in 0..<100 {
            let index = records.index(of: Message.digest(key))
            #expect(index.map { records.records[$0].lastUpdate } == UInt64(key))
            #expect(records.index(after: Message.digest(key)) == index.map { $0 + 1 })
        }
        #expect(records.index(of: Message.digest(100)) == nil)
        #expect(records.removeAll { $0.lastUpdate < 40 }.count == 40)
        #expect(records.records.count == 60)
        #expect(records.index(of: Message.digest(39)) == nil)
    }

    @Test(arguments: ["", "a", "seven77", "eight888", "nine99999", "fifteen_chars__"])
    func `names of bins keep their bytes`(text: String) {
        let bytes = Array(text.utf8)
        #expect(BinName(bytes.view)?.bytes == bytes)
        #expect(BinName(bytes.view)?.count == bytes.count)
        #expect(BinName((bytes + [0]).view) != BinName(bytes.view))
    }

    @Test func `names of more than 15 bytes are no names`() {
        #expect(BinName([UInt8](repeating: 97, count: 16).view) == nil)
    }
}
