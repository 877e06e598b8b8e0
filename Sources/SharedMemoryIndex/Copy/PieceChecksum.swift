import CXXHash
import CZlib
import Glibc

/// Checksums of pieces, and of files and segments from those of their pieces (`Spec/asmt.md` §11).
enum PieceChecksum {
    /// The XXH3 of a piece.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 { XXH3_64bits(bytes.baseAddress, bytes.count) }

    /// The XXH3 of the hashes of the pieces, eight bytes each, little-endian.
    static func hash(ofPieces hashes: [UInt64]) -> UInt64 {
        let bytes = hashes.flatMap { hash in (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) } }
        return bytes.withUnsafeBytes { Self.hash($0) }
    }

    /// The CRC-32 of a piece.
    static func crc(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
        return UInt32(truncatingIfNeeded: crc32_z(0, start, bytes.count))
    }

    /// The CRC-32 of a segment from those of its pieces.
    static func crc(ofPieces checksums: [UInt32], layout: PieceLayout) -> UInt32 {
        var whole: UInt32 = 0
        for (piece, checksum) in checksums.enumerated() {
            let count = layout.range(piece).count
            whole = UInt32(truncatingIfNeeded: crc32_combine(UInt(whole), UInt(checksum), count))
        }
        return whole
    }

    /// Whether all bytes are 0.
    static func isZero(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress, bytes.first == 0 else { return bytes.isEmpty }
        return memcmp(start, start + 1, bytes.count - 1) == 0
    }
}
