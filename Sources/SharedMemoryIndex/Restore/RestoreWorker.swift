import FileAccess

/// What a thread of a restore or a check has for itself.
final class RestoreWorker {
    /// How many pieces in front of the one that is needed the disk is asked: 16 MiB. The kernel alone asks for 128 KiB.
    private static let piecesAhead = 8

    private let files: [SourceFile]
    private let run: CopyRun
    private let wantsChecksums: Bool
    private let input = AlignedMemory(Deflater.bound(PieceLayout.pieceSize))
    private let output = AlignedMemory(PieceLayout.pieceSize)
    private var pieces: Inflater

    /// Creates the tools of a thread.
    ///
    /// - Throws: `SharedMemoryError` if there is no memory for them.
    init(files: [SourceFile], run: CopyRun, wantsChecksums: Bool) throws(SharedMemoryError) {
        self.files = files
        self.run = run
        self.wantsChecksums = wantsChecksums
        self.pieces = try Inflater(.none)
    }

    /// Reads a piece, or the whole of a file that cannot be cut.
    ///
    /// - Throws: `SharedMemoryError` if it is damaged, or there is no memory.
    func read(_ task: CopyRun.Task) throws(SharedMemoryError) {
        let file = self.files[task.file]
        switch file.form {
        case .plain: try self.copy(task.piece, file)
        case .pieces(let lengths): try self.inflate(task.piece, length: lengths[task.piece], file)
        case .stream: try self.inflateAll(file)
        }
    }

    private func copy(_ piece: Int, _ file: SourceFile) throws(SharedMemoryError) {
        let range = file.layout.range(piece)
        let bytes = self.output.prefix(range.count)
        let isHole = file.file.isHole(at: range.lowerBound, count: range.count)
        if isHole {
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
        } else {
            let ahead = piece + Self.piecesAhead
            if ahead < file.layout.count {
                let later = file.layout.range(ahead)
                file.file.prefetch(at: later.lowerBound, count: later.count)
            }
            try file.file.read(bytes, at: range.lowerBound)
            try file.target?.store(UnsafeRawBufferPointer(bytes), at: range.lowerBound)
        }
        let hash = PieceChecksum.hash(UnsafeRawBufferPointer(bytes))
        let checksum = self.wantsChecksums ? PieceChecksum.crc(UnsafeRawBufferPointer(bytes)) : 0
        file.state.change { state in
            state.hashes[piece] = hash
            state.checksums[piece] = checksum
        }
        self.run.progress.advance(range.count, moved: isHole ? 0 : range.count)
    }

    private func inflate(_ piece: Int, length: Int, _ file: SourceFile) throws(SharedMemoryError) {
        let range = file.layout.range(piece)
        let compressed = self.input.prefix(length)
        try file.file.read(compressed, at: file.offsets[piece])
        let output = self.output.prefix(range.count)
        self.pieces.reset()
        let step = self.pieces.step(UnsafeRawBufferPointer(compressed), into: output)
        let isLast = piece == file.layout.count - 1
        guard let step, step.taken == length, step.made == range.count, step.isAtEnd == isLast else {
            throw file.damaged("the piece at byte \(file.offsets[piece]) cannot be decompressed")
        }
        let hash = PieceChecksum.hash(UnsafeRawBufferPointer(compressed))
        let checksum = PieceChecksum.crc(UnsafeRawBufferPointer(output))
        try file.target?.store(UnsafeRawBufferPointer(output), at: range.lowerBound)
        file.state.change { state in
            state.hashes[piece] = hash
            state.checksums[piece] = checksum
        }
        self.run.progress.advance(range.count, moved: length)
    }

    /// Decompresses a file from its beginning to its end, as files of the original must be.
    private func inflateAll(_ file: SourceFile) throws(SharedMemoryError) {
        var inflater = try Inflater(.gzip)
        let size = Int(file.segment.file?.size ?? 0)
        var position = CompressedHeader.length
        var loaded = 0..<0
        for piece in 0..<file.layout.count {
            guard !self.run.isStopped else { return }
            let range = file.layout.range(piece)
            let output = self.output.prefix(range.count)
            var made = 0
            while made < range.count {
                if loaded.isEmpty {
                    let count = min(self.input.bytes.count, size - position)
                    guard count > 0 else {
                        throw file.damaged(
                            "it ends after \(range.lowerBound + made) of \(file.layout.size) bytes; it was cut"
                        )
                    }
                    try file.file.read(self.input.prefix(count), at: position)
                    position += count
                    loaded = 0..<count
                }
                let step = inflater.step(
                    UnsafeRawBufferPointer(rebasing: self.input.bytes[loaded]),
                    into: UnsafeMutableRawBufferPointer(rebasing: output[made...])
                )
                guard let step else { throw file.damaged("it cannot be decompressed") }
                loaded = loaded.lowerBound + step.taken..<loaded.upperBound
                made += step.made
                guard !step.isAtEnd || range.lowerBound + made == file.layout.size else {
                    throw file.damaged("it holds \(range.lowerBound + made) of \(file.layout.size) bytes")
                }
            }
            let checksum = PieceChecksum.crc(UnsafeRawBufferPointer(output))
            try file.target?.store(UnsafeRawBufferPointer(output), at: range.lowerBound)
            file.state.change { $0.checksums[piece] = checksum }
            self.run.progress.advance(range.count, moved: range.count)
        }
        try self.finish(&inflater, file, rest: loaded, position: position, size: size)
    }

    /// Makes sure that the stream ends where the segment ends, and the file where the stream ends.
    private func finish(
        _ inflater: inout Inflater,
        _ file: SourceFile,
        rest: Range<Int>,
        position: Int,
        size: Int
    ) throws(SharedMemoryError) {
        var rest = rest
        if size - position > 0 {
            // Only the end of the stream may be missing here: few bytes.
            guard size - position <= 64, rest.count + size - position <= self.input.bytes.count else {
                throw file.damaged("there is more in it than the \(file.layout.size) bytes of the segment")
            }
            let kept = Array(self.input.bytes[rest])
            self.input.bytes.copyBytes(from: kept)
            let more = UnsafeMutableRawBufferPointer(
                rebasing: self.input.bytes[kept.count..<kept.count + size - position]
            )
            try file.file.read(more, at: position)
            rest = 0..<kept.count + more.count
        }
        // What comes now must be no byte of the segment, only the checksum that zlib compares.
        guard !rest.isEmpty else { return }
        let output = self.output.prefix(1)
        let step = inflater.step(UnsafeRawBufferPointer(rebasing: self.input.bytes[rest]), into: output)
        guard let step, step.made == 0, step.isAtEnd, step.taken == rest.count else {
            throw file.damaged("it does not end where the \(file.layout.size) bytes of the segment end")
        }
    }
}
