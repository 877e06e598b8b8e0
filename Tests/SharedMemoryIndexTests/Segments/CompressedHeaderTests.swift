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
            let header = try CompressedHeader(bytes, file: "f")
            #expect(header == CompressedHeader(size: 3_145_728, checksum: 0x1B3A_8FCC))
        }
    }

    @Test func `with other numbers are refused`() {
        for (offset, word) in [(0, "magic"), (4, "version")] {
            var bytes = Self.bytes
            bytes[offset] = 0x7F
            let error = #expect(throws: SharedMemoryError.self) { try CompressedHeader(bytes, file: "f") }
            #expect(error?.description.contains("bad \(word) number") == true)
        }
        #expect(throws: SharedMemoryError.self) { try CompressedHeader(Array(Self.bytes.dropLast()), file: "f") }
    }
}
