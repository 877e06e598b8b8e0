import Testing

@testable import SharedMemoryIndex

@Suite struct `Names of segment files` {
    @Test(
        arguments: [
            ("ae001000.dat", 0xAE00_1000, false), ("AE001100.dat.gz", 0xAE00_1100, true),
            ("adf20FFF.dat", 0xADF2_0FFF, false),
        ] as [(String, UInt32, Bool)]
    )
    func `are read`(text: String, key: UInt32, isCompressed: Bool) throws {
        let name = try #require(SegmentFileName(text))
        #expect(name.key.value == key)
        #expect(name.isCompressed == isCompressed)
    }

    @Test(arguments: [
        "", "ae001000", "ae001000.dat.unfinished", "ae001000.gz", "ae001000.dat.gz.gz", "ae00100.dat", "0ae001000.dat",
        "+e001000.dat", "ae001002.dat", "asmt-0-test.manifest.yaml", ".dat",
    ])
    func `of others are none`(text: String) { #expect(SegmentFileName(text) == nil) }

    @Test func `are written in lower case`() throws {
        let key = try #require(SegmentKey(0xADF2_0FFF))
        #expect(SegmentFileName(key: key, isCompressed: true).text == "adf20fff.dat.gz")
    }
}
