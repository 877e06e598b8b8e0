import FileAccess

/// A segment that is being saved, and its file.
final class BackupFile: Sendable {
    /// What is known of the pieces so far.
    struct State {
        /// The places of compressed pieces.
        var order = PieceOrder(offset: BackupFile.gzipStart)
        /// Compressed pieces whose places are not known yet.
        var buffers: [Int: (buffer: AlignedMemory, count: Int)] = [:]
        /// The hash of each piece as it is stored.
        var hashes: [UInt64]
        /// The CRC-32 of each piece of the segment.
        var checksums: [UInt32]
        /// The bytes of each compressed piece.
        var lengths: [Int]
        /// How many pieces are not written yet.
        var left: Int
    }

    /// The header of gzip behind our own: no name, no time, quickest compression, Unix (RFC 1952 §2.3).
    static let gzipHeader: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 3]
    /// Where the first compressed piece begins.
    static let gzipStart = CompressedHeader.length + gzipHeader.count
    /// The CRC-32 and the length behind the last piece.
    static let gzipTrailer = 8

    /// The segment.
    let segment: Segment
    /// The segment's bytes.
    let attached: AttachedSegment
    /// The pieces.
    let layout: PieceLayout
    /// The pieces that are empty.
    let holes: HoleMap
    /// The name.
    let name: SegmentFileName
    /// The file.
    let file: OpenFile
    /// What is known of the pieces so far.
    let state: Monitor<State>

    /// Makes the file under a name that says that it is not finished, and reserves room for what is known to go into it.
    ///
    /// - Throws: `SharedMemoryError` if the file exists, or there is no room.
    init(
        _ segment: Segment,
        attached: AttachedSegment,
        holes: HoleMap,
        isCompressed: Bool,
        in directory: SegmentDirectory
    ) throws(SharedMemoryError) {
        self.segment = segment
        self.attached = attached
        self.holes = holes
        self.layout = PieceLayout(size: Int(segment.size))
        self.name = SegmentFileName(key: segment.key, isCompressed: isCompressed && segment.key.kind.isCompressible)
        let count = self.layout.count
        self.state = Monitor(
            State(
                hashes: Array(repeating: 0, count: count),
                checksums: Array(repeating: 0, count: count),
                lengths: Array(repeating: 0, count: count),
                left: count
            )
        )
        self.file = try directory.create(self.name.text + SegmentFileName.unfinished)
    }

    /// Reserves room for what is not compressed.
    ///
    /// - Throws: `SharedMemoryError` with code `noRoom` if there is none.
    func reserve() throws(SharedMemoryError) {
        guard !self.name.isCompressed else { return }
        try self.file.setSize(self.layout.size)
        var piece = 0
        while piece < self.layout.count {
            guard !self.holes.holes[piece] else {
                piece += 1
                continue
            }
            let first = piece
            while piece < self.layout.count, !self.holes.holes[piece] { piece += 1 }
            let start = self.layout.range(first).lowerBound
            try self.file.reserve(at: start, count: self.layout.range(piece - 1).upperBound - start)
        }
    }

    /// The CRC-32 of the segment, once all pieces are done.
    var checksum: UInt32 { PieceChecksum.crc(ofPieces: self.state.change { $0.checksums }, layout: self.layout) }

    /// Writes what stands around the pieces, gives the file its owner and brings it to the disk.
    ///
    /// - Throws: `SharedMemoryError` if the system refuses.
    func finish() throws(SharedMemoryError) {
        if self.name.isCompressed {
            let checksum = self.checksum
            let header = CompressedHeader(size: self.segment.size, checksum: checksum)
            let trailer = [checksum, UInt32(truncatingIfNeeded: self.segment.size)]
            try self.file.write(header.bytes + Self.gzipHeader, at: 0)
            try self.file.write(
                trailer.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } },
                at: self.state.change { $0.order.offset }
            )
        }
        try self.file.finish(owner: self.segment.owner)
    }

    /// The file as the manifest has it.
    var manifestEntry: SegmentManifest.File {
        let state = self.state.change { $0 }
        let isCompressed = self.name.isCompressed
        return SegmentManifest.File(
            name: self.name.text,
            size: isCompressed ? UInt64(state.order.offset + Self.gzipTrailer) : self.segment.size,
            segmentSize: self.segment.size,
            hash: PieceChecksum.hash(ofPieces: state.hashes),
            pieces: isCompressed ? state.lengths : []
        )
    }
}
