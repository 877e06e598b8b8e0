import FileAccess

/// What a thread of a backup has for itself.
struct BackupWorker: ~Copyable {
    /// The files of the run.
    let files: [BackupFile]
    /// Is told what was done.
    let run: CopyRun
    /// How many pieces a thread may be ahead of the slowest one; bounds the memory.
    let window: Int
    /// Whether CRC-32 are wanted of files that are not compressed.
    let wantsChecksums: Bool
    private var compressor: PieceCompressor
    private let zeros = AlignedMemory(PieceLayout.pieceSize)
    private var compressedZeros: [Int: [UInt8]] = [:]

    /// Creates the tools of a thread.
    ///
    /// - Throws: `SharedMemoryError` if there is no memory for them.
    init(files: [BackupFile], run: CopyRun, window: Int, wantsChecksums: Bool) throws(SharedMemoryError) {
        self.files = files
        self.run = run
        self.window = window
        self.wantsChecksums = wantsChecksums
        self.compressor = try PieceCompressor()
    }

    /// Saves a piece, and finishes the file if it was the last.
    ///
    /// - Throws: `SharedMemoryError` if the system refuses.
    mutating func save(_ task: CopyRun.Task) throws(SharedMemoryError) {
        let file = self.files[task.file]
        let range = file.layout.range(task.piece)
        let isHole = file.holes.holes[task.piece]
        let bytes =
            isHole
            ? UnsafeRawBufferPointer(self.zeros.prefix(range.count))
            : UnsafeRawBufferPointer(file.attached.memory.piece(at: range.lowerBound, count: range.count))
        let written =
            file.name.isCompressed
            ? try self.compress(bytes, isHole: isHole, task.piece, file)
            : try self.copy(bytes, isHole: isHole, task.piece, file)
        if !isHole { file.attached.memory.release(at: range.lowerBound, count: range.count) }
        let isLast = file.state.change { state in
            state.left -= written
            return written > 0 && state.left == 0
        }
        if isLast { try file.finish() }
        self.run.progress.advance(range.count, moved: isHole ? 0 : range.count)
    }

    /// Writes a piece as it is.
    private func copy(
        _ bytes: UnsafeRawBufferPointer,
        isHole: Bool,
        _ piece: Int,
        _ file: BackupFile
    ) throws(SharedMemoryError) -> Int {
        // First: the kernel then takes the pages of the segment all at once, which costs half as much as one by one.
        if !isHole { try file.file.write(bytes, at: file.layout.range(piece).lowerBound) }
        let hash = PieceChecksum.hash(bytes)
        let checksum = self.wantsChecksums ? PieceChecksum.crc(bytes) : 0
        file.state.change { state in
            state.hashes[piece] = hash
            state.checksums[piece] = checksum
        }
        return 1
    }

    /// Compresses a piece and writes it, and those behind it that are waiting, once their places are known.
    private mutating func compress(
        _ bytes: UnsafeRawBufferPointer,
        isHole: Bool,
        _ piece: Int,
        _ file: BackupFile
    ) throws(SharedMemoryError) -> Int {
        let run = self.run
        let window = self.window
        file.state.wait { run.isStopped || piece < $0.order.next + window }
        guard !run.isStopped else { return 0 }
        let buffer = AlignedMemory(Deflater.bound(bytes.count))
        let isLast = piece == file.layout.count - 1
        let count = self.compressed(bytes, isZero: isHole || PieceChecksum.isZero(bytes), isLast: isLast, into: buffer)
        let hash = PieceChecksum.hash(UnsafeRawBufferPointer(buffer.prefix(count)))
        let checksum = PieceChecksum.crc(bytes)
        let ready = file.state.change { state in
            state.hashes[piece] = hash
            state.checksums[piece] = checksum
            state.lengths[piece] = count
            state.buffers[piece] = (buffer, count)
            return state.order.add(piece, length: count).map { placed in
                (placed.offset, state.buffers.removeValue(forKey: placed.piece))
            }
        }
        for case (let offset, let waiting?) in ready {
            try file.file.write(UnsafeRawBufferPointer(waiting.buffer.prefix(waiting.count)), at: offset)
        }
        return ready.count
    }

    /// Compresses a piece; zeros only once.
    private mutating func compressed(
        _ bytes: UnsafeRawBufferPointer,
        isZero: Bool,
        isLast: Bool,
        into buffer: AlignedMemory
    ) -> Int {
        guard isZero, !isLast else { return self.compressor.compress(bytes, isLast: isLast, into: buffer.bytes) }
        if let known = self.compressedZeros[bytes.count] {
            buffer.bytes.copyBytes(from: known)
            return known.count
        }
        let count = self.compressor.compress(bytes, isLast: false, into: buffer.bytes)
        self.compressedZeros[bytes.count] = Array(buffer.prefix(count))
        return count
    }
}
