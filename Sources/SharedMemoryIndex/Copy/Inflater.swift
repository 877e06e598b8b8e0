import CZlib

/// A stream of zlib that decompresses.
struct Inflater: ~Copyable {
    /// What surrounds the compressed bytes.
    enum Wrapping: Int32, Sendable {
        /// Nothing.
        case none = -15
        /// The header and trailer of gzip or zlib.
        case gzip = 47
    }

    /// What became of some bytes.
    struct Step {
        /// How many bytes were taken.
        var taken: Int
        /// How many bytes were made.
        var made: Int
        /// Whether the stream has ended.
        var isAtEnd: Bool
    }

    private let stream: UnsafeMutablePointer<z_stream>

    /// Creates a stream.
    ///
    /// - Throws: `SharedMemoryError` if there is no memory for it.
    init(_ wrapping: Wrapping) throws(SharedMemoryError) {
        self.stream = .allocate(capacity: 1)
        self.stream.initialize(to: z_stream())
        guard inflateInit2_(self.stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw SharedMemoryError(.noRoom, "Unable to allocate memory for compression engine.") }
    }

    deinit {
        inflateEnd(self.stream)
        self.stream.deallocate()
    }

    /// Begins anew.
    mutating func reset() { inflateReset(self.stream) }

    /// Decompresses what fits.
    ///
    /// - Returns: What was done; `nil` if the bytes are not what was compressed.
    mutating func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Step? {
        // zlib never writes through next_in.
        self.stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?
            .assumingMemoryBound(to: UInt8.self)
        self.stream.pointee.avail_in = UInt32(input.count)
        self.stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        self.stream.pointee.avail_out = UInt32(output.count)
        let result = inflate(self.stream, Z_NO_FLUSH)
        guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { return nil }
        return Step(
            taken: input.count - Int(self.stream.pointee.avail_in),
            made: output.count - Int(self.stream.pointee.avail_out),
            isAtEnd: result == Z_STREAM_END
        )
    }

    /// The first bytes of a segment from the first bytes of its compressed file; fewer if these do not hold more.
    static func beginning(_ compressed: ArraySlice<UInt8>, count: Int) -> [UInt8] {
        guard count > 0, var inflater = try? Inflater(.gzip) else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let input = Array(compressed)
        let made = input.withUnsafeBytes { input in
            bytes.withUnsafeMutableBytes { inflater.step(input, into: $0)?.made ?? 0 }
        }
        return Array(bytes[..<made])
    }
}
