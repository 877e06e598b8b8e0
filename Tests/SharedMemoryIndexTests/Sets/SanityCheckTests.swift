import Testing

@testable import SharedMemoryIndex

@Suite struct `Checks before a set is copied` {
    static func set(
        stages: UInt32 = 1,
        version: UInt32 = 11,
        change: (inout Segment) -> Void = { _ in }
    ) throws -> SegmentSet {
        var segments = try [0xAE00_1000, 0xAE00_1001, 0xAE00_1100].map {
            try Segment.sample($0, stages: stages, version: version)
        }
        change(&segments[0])
        return try #require(try SegmentSet.find("test", instance: 0, in: segments))
    }

    @Test(arguments: [10, 11, 12] as [UInt32]) func `accept known versions`(version: UInt32) throws {
        #expect(SanityCheck.problems(of: try Self.set(version: version)).isEmpty)
    }

    @Test(arguments: [0, 9, 13] as [UInt32]) func `refuse other versions`(version: UInt32) throws {
        #expect(
            SanityCheck.problems(of: try Self.set(version: version)) == [
                "Invalid version number in base segment 0xae001000: expecting version in range 10 to 12, "
                    + "found version \(version)."
            ]
        )
    }

    @Test func `refuse a set that was not shut down`() throws {
        let set = try Self.set { $0.header?.shutdownStatus = 0 }
        #expect(
            SanityCheck.problems(of: set) == [
                "Shutdown status in base segment 0xae001000: expecting status 1, found status 0."
            ]
        )
    }

    @Test func `count the stages`() throws {
        #expect(
            SanityCheck.problems(of: try Self.set(stages: 2)) == [
                "Wrong number of primary arena stages: expecting 2, found 1."
            ]
        )
    }

    @Test func `find what stands in the way in memory`() throws {
        let set = try Self.set()
        let memory = try [0xAE00_1001, 0xA200_1000, 0xAD00_1003, 0xAE00_2000].map { try Segment.sample($0) }
        #expect(
            SanityCheck.conflicts(of: set, with: memory)
                == [
                    ("primary index", "0xae001001"), ("secondary index", "0xa2001000"), ("data", "0xad001003"),
                ].map { kind, key in
                    "Found existing Aerospike \(kind) segment \(key) with instance 0, namespace 'test' (nsid 1): "
                        + "cannot restore associated file."
                }
        )
    }
}
