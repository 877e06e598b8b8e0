import Testing

@testable import SharedMemoryIndex

@Suite struct `Keys of segments` {
    /// Spec/asmt.md §2.
    @Test(
        arguments: [
            (0xAE00_1000, SegmentKind.base, 0, 1, 0), (0xAE00_1001, .treex, 0, 1, 1),
            (0xAE00_1100, .primaryStage, 0, 1, 0x100),
            (0xAEF2_08FF, .primaryStage, 15, 32, 0x8FF), (0xA200_1000, .meta, 0, 1, 0),
            (0xA200_1001, .secondaryTreex, 0, 1, 1),
            (0xA232_0100, .secondaryStage, 3, 32, 0x100), (0xAD00_1000, .data, 0, 1, 0),
            (0xADF2_0001, .data, 15, 32, 1),
            (0xADF2_0FFF, .data, 15, 32, 0xFFF),
        ] as [(UInt32, SegmentKind, Int, Int, Int)]
    )
    func `are taken apart`(value: UInt32, kind: SegmentKind, instance: Int, namespace: Int, subKey: Int) throws {
        let key = try #require(SegmentKey(value))
        #expect(key.kind == kind)
        #expect(key.instance == instance)
        #expect(key.namespaceIdentifier == namespace)
        #expect(key.subKey == subKey)
    }

    @Test(
        arguments: [
            0xAE00_0000, 0xAE02_1000, 0xAE00_1002, 0xAE00_10FF, 0xAE00_1900, 0xA200_1002, 0xA200_1900, 0xAF00_1000,
            0x4DF2_0000, 0, 0xAD00_0000,
        ] as [UInt32]
    )
    func `of others are none`(value: UInt32) { #expect(SegmentKey(value) == nil) }

    @Test(arguments: [
        ("pi-base", SegmentKind.base), ("si-meta", .meta), ("si-base", .meta), ("si-treex", .secondaryTreex),
        ("data", .data),
        ("data-stage", .data), ("pi-stage", .primaryStage),
    ])
    func `have both sets of labels`(label: String, kind: SegmentKind) { #expect(SegmentKind(label: label) == kind) }
}
