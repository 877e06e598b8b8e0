import BackupFormat
import Testing

@testable import BackupEngine

@Suite struct `The limit of indexes and modules` {
    @Test func `is a number of them`() throws {
        var limit = MetadataLimit()
        for _ in 0..<100_000 { try limit.take(0, from: "a.asb") }
        let error = #expect(throws: JobError.self) { try limit.take(0, from: "b.asb") }
        #expect(error?.code == .format)
        #expect(error?.message.contains("b.asb is damaged") == true && error?.message.contains("100000") == true)
    }

    @Test func `is a size of what is kept`() throws {
        var limit = MetadataLimit()
        try limit.take(60 << 20, from: "a.asb")
        #expect(!limit.keep((4 << 20) + 1) && !limit.keep(.max))
        let isKept = limit.keep(3 << 20)
        #expect(isKept)
        let error = #expect(throws: JobError.self) { try limit.take((1 << 20) + 1, from: "b.asb") }
        #expect(error?.message.contains("over 64 MiB") == true)
        try limit.take(1 << 20, from: "b.asb")
    }

    @Test func `counts all words of an index`() {
        var index = SecondaryIndexDefinition(namespace: "ns", set: "set", name: "name", bin: "b", dataType: .numeric)
        #expect(index.wordBytes == 10)
        index.context = "AA=="
        index.expression = "kwA="
        #expect(index.wordBytes == 18)
    }

    @Test func `of sets is more than a cluster can have`() throws {
        func contents(_ numbers: Range<Int>) -> BackupContents {
            var contents = BackupContents()
            for number in numbers {
                let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
                contents.sets[.init(namespace: [], set: bytes)] = 1
            }
            return contents
        }
        let collector = ContentsCollector()
        try collector.add(contents(0..<200_000), file: "a.asb")
        #expect(collector.contents.records == 200_000)
        try collector.add(contents(0..<1), file: "b.asb")
        let error = #expect(throws: JobError.self) { try collector.add(contents(200_000..<200_001), file: "c.asb") }
        #expect(error?.code == .format && error?.message.contains("c.asb is damaged") == true)
    }
}
