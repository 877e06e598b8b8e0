import Testing

@testable import SharedMemoryIndex

@Suite struct `Checksums of pieces` {
    /// The check value of CRC-32/ISO-HDLC, and XXH3 of the empty text as its authors publish it.
    @Test func `are those of the standards`() {
        #expect(Array("123456789".utf8).withUnsafeBytes { PieceChecksum.crc($0) } == 0xCBF4_3926)
        #expect([UInt8]().withUnsafeBytes { PieceChecksum.hash($0) } == 0x2D06_8005_38D3_94C2)
    }

    @Test func `of a segment follow from those of its pieces`() {
        let bytes = (0..<PieceLayout.pieceSize * 2 + 777).map { UInt8(truncatingIfNeeded: $0 * 31) }
        let layout = PieceLayout(size: bytes.count)
        #expect(layout.count == 3)
        let pieces = (0..<layout.count).map { piece in
            bytes[layout.range(piece)].withUnsafeBytes { PieceChecksum.crc($0) }
        }
        #expect(PieceChecksum.crc(ofPieces: pieces, layout: layout) == bytes.withUnsafeBytes { PieceChecksum.crc($0) })
    }

    @Test(
        arguments: [([], true), ([0], true), ([0, 0, 0], true), ([0, 1], false), ([1, 0], false)] as [([UInt8], Bool)]
    )
    func `zeros are known`(bytes: [UInt8], isZero: Bool) {
        #expect(bytes.withUnsafeBytes { PieceChecksum.isZero($0) } == isZero)
    }
}
