import AerospikeProtocol
import NIOCore
import Synchronization

/// Memory of pieces and batches that is used again.
///
/// What the allocator got back from one thread another did not always find, so that a restore of ten times as many records
/// needed half as much memory again.
final class RestoreBuffers: Sendable {
    /// Memory of blocks of over 1 MiB is not kept.
    private static let largestPiece = 2 * FileRestorer.windowSize
    /// The most batches kept; a batch has at most 1 MiB, most have 100 KiB. Larger ones than 256 KiB are not kept.
    static let batchLimit = InFlightLimit.highest
    static let largestBatch = 1 << 18

    private let pieces = Mutex<[[UInt8]]>([])
    private let batches = Mutex<[ByteBuffer]>([])

    /// A copy of the bytes of a piece.
    func piece(_ bytes: RawSpan) -> [UInt8] {
        var memory = self.pieces.withLock { $0.popLast() } ?? []
        memory.removeAll(keepingCapacity: true)
        unsafe bytes.withUnsafeBytes { unsafe memory.append(contentsOf: $0) }
        return memory
    }

    /// A copy of the bytes of a batch.
    func batch(_ bytes: RawSpan) -> ByteBuffer {
        var memory = self.batches.withLock { $0.popLast() } ?? ByteBuffer()
        memory.clear(minimumCapacity: bytes.byteCount)
        memory.writeBytes(bytes)
        return memory
    }

    /// Takes the memory of a piece back that is done with.
    func recycle(_ piece: [UInt8]) {
        guard piece.capacity <= Self.largestPiece else { return }
        self.pieces.withLock { if $0.count < RestoreContext.pieceLimit { $0.append(piece) } }
    }

    /// Takes the memory of a batch back. If a connection still holds it, nothing happens to what is in it.
    func recycle(_ batch: ByteBuffer) {
        guard batch.capacity <= Self.largestBatch else { return }
        self.batches.withLock { if $0.count < Self.batchLimit { $0.append(batch) } }
    }
}
