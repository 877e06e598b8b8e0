import Testing

@testable import SharedMemoryIndex

@Suite struct `Headers of compressed files` {
    /// What the original wrote in front of a segment of 3145728 bytes with CRC-32 0x1b3a8fcc (Spec/asmt.md §6).
    static let bytes: [UInt8] = [
        0x41, 0x53, 0x4D, 0x54, 1, 0, 0, 0, 0, 0, 0x30, 0, 0, 0, 0, 0, 0xCC, 0x8F, 0x3A, 0x1B, 0, 0, 0, 0,
    ]

    @Test func `are written as the original writes them`() {
        #expect(CompressedHeader(size: 3_145_728, checksum: 0x1B3A_8FCC).bytes == Self.bytes)
    }

    @Test func `are read in both orders of the magic number`() throws {
        var swapped = Self.bytes
        swapped.replaceSubrange(0..<4, with: [0x54, 0x4D, 0x53, 0x41])
        for bytes in [Self.bytes, swapped] {
            let header = try CompressedHeader(bytes, file: "f", fileSize: 100_000)
            #expect(header == CompressedHeader(size: 3_145_728, checksum: 0x1B3A_8FCC))
        }
    }

    @Test func `with other numbers are refused`() {
        for (offset, word) in [(0, "magic"), (4, "version")] {
            var bytes = Self.bytes
            bytes[offset] = 0x7F
            let error = #expect(throws: SharedMemoryError.self) {
                try CompressedHeader(bytes, file: "f", fileSize: 100_000)
            }
            #expect(error?.description.contains("bad \(word) number") == true)
        }
        #expect(throws: SharedMemoryError.self) {
            try CompressedHeader(Array(Self.bytes.dropLast()), file: "f", fileSize: 100_000)
        }
    }

    /// 3145728 bytes of zeros have 3048.2 bytes at least when they are compressed.
    @Test func `that name more than the file can hold are refused`() throws {
        #expect(try CompressedHeader(Self.bytes, file: "f", fileSize: 3049).size == 3_145_728)
        let error = #expect(throws: SharedMemoryError.self) {
            try CompressedHeader(Self.bytes, file: "f", fileSize: 3000)
        }
        #expect(
            error?.messages == [
                "f: the header names a segment of 3145728 bytes, which a file of 3000 bytes cannot hold."
            ]
        )
        var huge = Self.bytes
        huge[15] = 0xFF
        #expect(throws: SharedMemoryError.self) { try CompressedHeader(huge, file: "f", fileSize: 1 << 40) }
    }
}
