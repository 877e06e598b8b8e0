import FileAccess

/// A file that is being read into a segment, or only checked.
final class SourceFile: Sendable {
    /// How the file is cut into tasks.
    enum Form: Hashable, Sendable {
        /// The bytes of the segment.
        case plain
        /// Compressed pieces whose lengths the manifest knows.
        case pieces([Int])
        /// One compressed stream, which can only be read from its beginning.
        case stream
    }

    /// What is known of the pieces so far.
    struct State {
        /// The hash of each piece as it is stored.
        var hashes: [UInt64]
        /// The CRC-32 of each piece of the segment.
        var checksums: [UInt32]
    }

    /// The segment.
    let segment: Segment
    /// The file.
    let file: OpenFile
    /// Where the bytes go; `nil` if they are only checked.
    let target: NewSegment?
    /// The file as the manifest has it.
    let entry: SegmentManifest.File?
    /// How it is cut.
    let form: Form
    /// The pieces.
    let layout: PieceLayout
    /// Where each compressed piece begins.
    let offsets: [Int]
    /// What is known so far.
    let state: Monitor<State>

    /// Opens the file.
    ///
    /// - Throws: `SharedMemoryError` if it cannot be opened.
    init(
        _ segment: Segment,
        entry: SegmentManifest.File?,
        target: NewSegment?,
        in directory: SegmentDirectory
    ) throws(SharedMemoryError) {
        self.segment = segment
        self.entry = entry
        self.target = target
        let name = segment.file?.name ?? SegmentFileName(key: segment.key, isCompressed: false)
        self.file = try directory.file(name.text)
        self.layout = PieceLayout(size: Int(segment.size))
        if !name.isCompressed {
            self.form = .plain
        } else if let entry, !entry.pieces.isEmpty {
            self.form = .pieces(entry.pieces)
        } else {
            self.form = .stream
        }
        var offsets = [BackupFile.gzipStart]
        if case .pieces(let lengths) = self.form {
            for length in lengths { offsets.append(offsets[offsets.count - 1] + length) }
        }
        self.offsets = offsets
        let count = self.layout.count
        self.state = Monitor(
            State(hashes: Array(repeating: 0, count: count), checksums: Array(repeating: 0, count: count))
        )
    }

    /// How many tasks the file is.
    var taskCount: Int { self.form == .stream ? min(1, self.layout.count) : self.layout.count }

    /// The CRC-32 of the segment as it was read.
    var checksum: UInt32 { PieceChecksum.crc(ofPieces: self.state.change { $0.checksums }, layout: self.layout) }

    /// Compares what was read with what the file and the manifest say of it.
    ///
    /// - Throws: `SharedMemoryError` with code `damaged` if it differs.
    func check() throws(SharedMemoryError) {
        if let stored = self.segment.file?.checksum {
            let checksum = self.checksum
            guard checksum == stored else {
                throw self.damaged(
                    "its header names the CRC-32 0x\(stored.hexadecimal(digits: 8)), "
                        + "its contents have 0x\(checksum.hexadecimal(digits: 8))"
                )
            }
        }
        guard let entry = self.entry, self.form != .stream else { return }
        if case .pieces = self.form { try self.checkFrame(entry) }
        let hash = PieceChecksum.hash(ofPieces: self.state.change { $0.hashes })
        guard hash == entry.hash else {
            throw self.damaged(
                "the manifest names the hash \(entry.hash.hexadecimal(digits: 16)), "
                    + "the file has \(hash.hexadecimal(digits: 16))"
            )
        }
    }

    /// Compares what stands around compressed pieces with what we write there.
    private func checkFrame(_ entry: SegmentManifest.File) throws(SharedMemoryError) {
        let end = self.offsets[self.offsets.count - 1]
        let checksum = self.checksum
        let head = CompressedHeader(size: self.segment.size, checksum: checksum).bytes + BackupFile.gzipHeader
        let trailer = [checksum, UInt32(truncatingIfNeeded: self.segment.size)].flatMap { word in
            (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        guard entry.size == UInt64(end + BackupFile.gzipTrailer), try self.bytes(0, head.count) == head,
            try self.bytes(end, trailer.count) == trailer
        else { throw self.damaged("its header or its trailer is not what was written") }
    }

    private func bytes(_ offset: Int, _ count: Int) throws(SharedMemoryError) -> [UInt8] {
        let buffer = AlignedMemory(count)
        try self.file.read(buffer.bytes, at: offset)
        return Array(buffer.bytes)
    }

    /// An error that says what is wrong with the file.
    func damaged(_ what: String) -> SharedMemoryError {
        SharedMemoryError(.damaged, "\(self.file.path): the file is damaged: \(what).")
    }
}
