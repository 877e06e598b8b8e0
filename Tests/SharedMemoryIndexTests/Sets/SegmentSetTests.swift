import Testing

@testable import SharedMemoryIndex

@Suite struct `Sets of segments` {
    static let whole: [UInt32] = [
        0xAE00_1000, 0xAE00_1001, 0xAE00_1100, 0xAE00_1101, 0xA200_1000, 0xA200_1100, 0xAD00_1000, 0xAD00_2001,
    ]

    static func find(_ keys: [UInt32]) throws -> SegmentSet? {
        try SegmentSet.find("test", instance: 0, in: keys.map { try Segment.sample($0) })
    }

    @Test func `have all parts in the order of their keys`() throws {
        let set = try #require(try Self.find(Self.whole.reversed() + [0xAE10_1000, 0xAE00_3100, 0xAD10_1000]))
        #expect(set.segments.map(\.key.value) == Self.whole.sorted())
        #expect(set.namespaceIdentifier == 1)
    }

    @Test(
        arguments: [
            (0xAE00_1001, "Missing treex segment for instance 0, namespace 'test' (nsid 1)."),
            (0xAE00_1100, "Missing primary stage segment 100 for instance 0, namespace 'test' (nsid 1)."),
            (0xA200_1100, "No secondary stage segments for instance 0, namespace 'test' (nsid 1)."),
            (0xA200_1000, "Missing meta segment of the secondary index for instance 0, namespace 'test' (nsid 1)."),
        ] as [(UInt32, String)]
    )
    func `that lack a part are refused`(key: UInt32, message: String) {
        let error = #expect(throws: SharedMemoryError.self) { try Self.find(Self.whole.filter { $0 != key }) }
        #expect(error?.messages == [message])
    }

    @Test func `need no secondary index and no data`() throws {
        #expect(try Self.find(Array(Self.whole.prefix(4)))?.segments.count == 4)
    }

    @Test func `may be data alone`() throws {
        let set = try #require(try Self.find([0xAD00_1005, 0xAD00_1001]))
        #expect(set.base == nil)
        #expect(set.segments.count == 2)
    }

    @Test func `of other namespaces are none`() throws {
        let others = try Self.whole.map { try Segment.sample($0, namespace: "other") }
        #expect(try SegmentSet.find("test", instance: 0, in: others) == nil)
    }

    @Test func `with two bases are refused`() {
        #expect(throws: SharedMemoryError.self) { try Self.find(Self.whole + [0xAE00_2000]) }
    }
}
