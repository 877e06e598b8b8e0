import CZstd

/// Takes zstd frames apart, one behind the other, empty and skippable ones included (`Spec/asb-format.md` §9).
///
/// Memory: what zstd needs for the window of the frame, at most 128 MiB; for backups at any usual level 8 MiB or less.
///
/// `@unchecked`: its pointer is to a context that it creates and frees itself, and it cannot be copied.
struct FrameDecompressor: ~Copyable, @unchecked Sendable {
    /// How far a step came.
    struct Progress {
        /// The compressed bytes used.
        var consumed: Int
        /// The bytes of text made.
        var produced: Int
    }

    private let context: OpaquePointer
    /// Whether a frame has begun and not ended.
    private(set) var isInsideFrame = false

    /// Creates a decompressor at the start of a frame.
    ///
    /// - Throws: `StorageError` if there is no memory for it.
    init() throws(StorageError) {
        guard let context = ZSTD_createDCtx() else {
            throw StorageError(.invalid, "Failed to initialize decompression: not enough memory")
        }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(self.context) }

    /// Whether bytes can be the beginning of a frame.
    static func isFrame(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 4 else { return false }
        let magic = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
        return magic == ZSTD_MAGICNUMBER || magic & ZSTD_MAGIC_SKIPPABLE_MASK == ZSTD_MAGIC_SKIPPABLE_START
    }

    /// Decompresses until the source is used up or the target is full.
    ///
    /// - Throws: `FrameDamage` where the source is not, or no longer, what zstd wrote.
    mutating func decompress(
        _ source: UnsafeRawBufferPointer,
        into target: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) -> Progress {
        var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var output = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        while output.pos < output.size {
            let (consumed, produced) = (input.pos, output.pos)
            let result = ZSTD_decompressStream(self.context, &output, &input)
            guard ZSTD_isError(result) == 0 else {
                throw FrameDamage(
                    progress: Progress(consumed: input.pos, produced: output.pos),
                    isBetweenFrames: ZSTD_getErrorCode(result) == ZSTD_error_prefix_unknown,
                    reason: String(cString: ZSTD_getErrorName(result))
                )
            }
            if input.pos == consumed, output.pos == produced { break }
            self.isInsideFrame = result != 0
        }
        return Progress(consumed: input.pos, produced: output.pos)
    }
}
