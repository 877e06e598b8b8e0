import CZlib

/// A stream of zlib that compresses pieces, each without a reference to the one before it.
struct Deflater: ~Copyable {
    /// How hard and in which way zlib looks for repetitions.
    enum Method: Hashable, Sendable {
        /// Repetitions wherever they are, as quickly as zlib can, as in the original.
        case quick
        /// Only runs of the same byte, which takes half the time.
        case runs
        /// None: bytes are stored as they are.
        case stored

        fileprivate var level: Int32 { self == .stored ? Z_NO_COMPRESSION : Z_BEST_SPEED }
        fileprivate var strategy: Int32 { self == .runs ? Z_RLE : Z_DEFAULT_STRATEGY }
    }

    private let stream: UnsafeMutablePointer<z_stream>

    /// Creates a stream.
    ///
    /// - Throws: `SharedMemoryError` if there is no memory for it.
    init(_ method: Method) throws(SharedMemoryError) {
        self.stream = .allocate(capacity: 1)
        self.stream.initialize(to: z_stream())
        // The window and the memory level are those of the original; there is no wrapping.
        let result = deflateInit2_(
            self.stream,
            method.level,
            Z_DEFLATED,
            -15,
            9,
            method.strategy,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        guard result == Z_OK else { throw SharedMemoryError(.noRoom, "Could not allocate memory to compress file.") }
    }

    deinit {
        deflateEnd(self.stream)
        self.stream.deallocate()
    }

    /// Deflate makes bytes smaller by this factor at most: 258 of them become 2 bits.
    static let largestFactor: UInt64 = 1032

    /// The room that a compressed piece needs at most, its end included.
    static func bound(_ count: Int) -> Int { count + count / 1000 * 2 + 1024 }

    /// Compresses a piece.
    ///
    /// - Parameters:
    ///   - piece: At most 2 GiB.
    ///   - isLast: Whether the stream of deflate ends here; otherwise the next piece may follow at once.
    ///   - output: At least `bound` bytes.
    /// - Returns: The bytes written.
    mutating func compress(
        _ piece: UnsafeRawBufferPointer,
        isLast: Bool,
        into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        deflateReset(self.stream)
        // zlib never writes through next_in.
        self.stream.pointee.next_in = UnsafeMutableRawPointer(mutating: piece.baseAddress)?
            .assumingMemoryBound(to: UInt8.self)
        self.stream.pointee.avail_in = UInt32(piece.count)
        self.stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        self.stream.pointee.avail_out = UInt32(output.count)
        deflate(self.stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
        precondition(self.stream.pointee.avail_in == 0, "the room for a compressed piece is always enough")
        return output.count - Int(self.stream.pointee.avail_out)
    }
}
