import Testing

@testable import SharedMemoryIndex

@Suite struct `Manifests of segments` {
    static let manifest = SegmentManifest(
        namespace: "te\"st",
        instance: 3,
        files: [
            .init(name: "ae321000.dat", size: 4096, segmentSize: 4096, hash: 0x0123_4567_89AB_CDEF, pieces: []),
            .init(name: "ae321100.dat.gz", size: 1042, segmentSize: 3 << 20, hash: .max, pieces: [500, 500]),
        ]
    )

    @Test func `are read as they were written`() throws {
        #expect(try SegmentManifest(Self.manifest.text, path: "m") == Self.manifest)
    }

    @Test func `are refused if any byte differs`() {
        let text = Self.manifest.text
        let start = text.firstIndex(of: 0x0A) ?? 0
        for offset in stride(from: start + 1, to: text.count - 1, by: 3) {
            var changed = text
            changed[offset] ^= 0x01
            #expect(throws: SharedMemoryError.self, "byte \(offset)") { try SegmentManifest(changed, path: "m") }
        }
    }

    @Test func `have names that can stand in a directory`() {
        #expect(SegmentManifest.name(namespace: "bar_1-A", instance: 0) == "asmt-0-bar_1-A.manifest.yaml")
        #expect(SegmentManifest.name(namespace: "../x", instance: 15) == "asmt-15-%2e%2e%2fx.manifest.yaml")
    }
}
