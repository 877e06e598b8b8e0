import AerospikeClient
import AerospikeProtocol
import BackupFormat
import BackupStorage

/// Collects the text of a worker in a large buffer and writes it to files of limited size.
///
/// Belongs to one task. A class and not a value without copies, for those crash the compiler (6.3.1) where closures that
/// wait capture them; records are appended to the buffer itself, so the path of records does not notice.
///
/// With compression each buffer becomes a zstd frame, so that workers compress at once even if they share a file.
///
/// Memory: two buffers of 1 MiB each (more only if a record is larger): one being filled, one for the next; with
/// compression one more and what zstd needs (`FrameCompressor`).
final class BackupFileWriter {
    /// The buffer is written when it holds so many bytes.
    private static let bufferSize = 1 << 20
    /// A compressed file with less room than this under its limit is full: a smaller frame is not worth its head.
    private static let smallestFrame = 64 << 10

    /// Between two files both buffers are empty.
    private static let mostSpares = 2

    private let output: BackupOutput
    private let plan: BackupPlan
    private let statistics: BackupStatistics
    private let throttle: Throttle?
    private let compressor: FrameCompressor?
    private let clock: StageClock
    private let worker: Int?
    private var file: BackupOutput.File?
    /// Bytes of the current file that are written, as they are stored.
    private var fileBytes = 0
    /// Bytes of all files that are written.
    private(set) var bytes = 0
    /// Records in all files.
    private(set) var records = 0
    /// Whether the current file holds a block behind its head.
    private var hasBlocks = false
    /// Memory for further buffers.
    private var spares: [[UInt8]] = []
    /// What was handed over to be written and is not yet.
    private var pending: Piece?
    /// Records in what is written or handed over.
    private var countedRecords = 0
    /// Whether indexes and modules stand in the buffer.
    private var holdsMetadata = false
    /// The text not yet written, behind bytes that are not used (`textSize` counts without them). Blocks are appended whole.
    var text: ByteWriter
    /// How many bytes in front of the text are not used, so that it lies in memory as it will in the file.
    private var lead = 0

    /// A buffer of whole blocks and where the worker stood behind the last of them.
    private struct Piece {
        let storage: [UInt8]
        let range: Range<Int>
        let records: Int
        let hasMetadata: Bool
        let positions: PartitionTracker?
    }

    /// Creates a writer without a file.
    ///
    /// - Parameter worker: The number of the worker that it belongs to; `nil` for none.
    /// - Throws: `StorageError` if there is no memory for compression.
    init(
        output: BackupOutput,
        plan: BackupPlan,
        statistics: BackupStatistics,
        throttle: Throttle?,
        clock: StageClock,
        worker: Int? = nil
    ) throws(StorageError) {
        self.worker = worker
        self.output = output
        self.plan = plan
        self.statistics = statistics
        self.throttle = throttle
        self.clock = clock
        if let level = plan.container.compression {
            self.compressor = try FrameCompressor(level: level)
        } else {
            self.compressor = nil
        }
        self.text = ByteWriter(capacity: 16)
    }

    /// Opens the first file.
    ///
    /// - Parameter isFirst: Whether this is the file of the backup that holds indexes and modules.
    /// - Throws: `StorageError` if it cannot be created.
    func open(isFirst: Bool) throws {
        let file = try self.output.file(worker: self.worker, isFirst: isFirst)
        self.file = file
        self.fileBytes = Int(clamping: file.output.length)
        self.hasBlocks = self.fileBytes > 0
        self.beginText(at: self.fileBytes)
        if self.output.isSplit || isFirst, self.fileBytes == 0 {
            self.fileBytes = self.plan.container.headSize
            BackupHead.write(namespace: self.plan.namespace, isFirstFile: isFirst, to: &self.text)
            self.statistics.add(bytes: self.fileBytes)
        }
    }

    /// Begins an empty buffer, of which the first byte belongs at an offset of the file.
    ///
    /// - Returns: The memory of the buffer before.
    @discardableResult
    private func beginText(at offset: Int) -> [UInt8] {
        // Nobody else may hold it, or it would be copied.
        let memory = self.spares.popLast() ?? Self.buffer()
        // What is compressed goes on in other memory.
        self.lead = self.compressor == nil ? DescriptorOutput.lead(of: memory, at: offset) : 0
        let previous = self.text.exchange(with: consume memory).storage
        self.text.append(upTo: self.lead) { _ in self.lead }
        return previous
    }

    /// Leaves no buffer behind the last text of a file.
    ///
    /// - Returns: The memory of the buffer.
    private func endText() -> [UInt8] {
        self.lead = 0
        return self.text.exchange(with: []).storage
    }

    /// The bytes of text in the buffer.
    var textSize: Int { self.text.count - self.lead }

    /// Appends indexes and modules.
    func append(_ metadata: BackupMetadata) {
        metadata.write(to: &self.text)
        self.holdsMetadata = true
    }

    /// Whether the buffer should be written before more is appended.
    var isFull: Bool { self.textSize >= Self.bufferSize }

    /// The count of `text` up to which no record needs a look at `isFull` or `exceedsLimit`.
    var roomForRecords: Int {
        guard self.output.isSplit else { return self.lead + Self.bufferSize - 1 }
        let room = self.plan.fileLimit - self.fileBytes
        return self.lead
            + min(
                Self.bufferSize - 1,
                room - (self.compressor == nil ? 0 : FrameCompressor.overhead(of: max(0, room)))
            )
    }

    /// Whether the block that ends the buffer would make the file larger than its limit, or might do so once it is
    /// compressed.
    var exceedsLimit: Bool {
        guard self.output.isSplit, self.hasBlocks else { return false }
        return self.fileBytes + self.textSize + self.frameOverhead > self.plan.fileLimit
    }

    /// The most bytes by which compression may enlarge the buffer, for blobs that are compressed already.
    private var frameOverhead: Int { self.compressor == nil ? 0 : FrameCompressor.overhead(of: self.textSize) }

    /// Notes that records were appended to the buffer.
    func appended(records: Int) {
        if records > 0 { self.hasBlocks = true }
        self.records &+= records
    }

    /// Writes the buffer.
    ///
    /// - Parameter positions: Where the worker stands behind the last block of the buffer.
    /// - Throws: `StorageError` if the device refuses; `CancellationError`.
    func flush(_ positions: PartitionTracker? = nil) async throws { try await self.flush(positions, isLast: false) }

    /// - Parameter isLast: Whether nothing more goes to the current file.
    private func flush(_ positions: PartitionTracker?, isLast: Bool) async throws {
        guard let file else { return }
        self.handOver(positions, isLast: isLast)
        guard let piece = self.pending else { return }
        if piece.range.isEmpty {
            // Nothing to write, but a place to note.
        } else if let compressor {
            let frame = try await self.clock.measure(.compressing) {
                try await compressor.frame(of: piece.storage, count: piece.range.count)
            }
            try await self.write(frame.storage, 0..<frame.count, to: file.output)
            compressor.recycle(frame.storage)
        } else {
            try await self.write(piece.storage, piece.range, to: file.output)
        }
        self.wrote(piece, to: file)
    }

    /// Puts the buffer aside to be written, and an empty one in its place unless it is the last of the file.
    private func handOver(_ positions: PartitionTracker?, isLast: Bool) {
        guard self.pending == nil else { return }
        let range = self.lead..<self.text.count
        let storage = isLast ? self.endText() : self.beginText(at: self.fileBytes + range.count)
        self.pending = Piece(
            storage: storage,
            range: range,
            records: self.records - self.countedRecords,
            hasMetadata: self.holdsMetadata,
            positions: positions
        )
        self.countedRecords = self.records
        self.holdsMetadata = false
    }

    private func write(_ storage: [UInt8], _ range: Range<Int>, to file: any OutputFile) async throws {
        if let throttle { try await self.clock.measure(.throttling) { try await throttle.take(range.count) } }
        try await self.clock.measure(.storage) { try await file.write(storage, range) }
        self.count(range.count)
    }

    private func count(_ bytes: Int) {
        self.statistics.add(bytes: bytes)
        self.fileBytes += bytes
        self.bytes += bytes
    }

    /// Notes that a piece is in the file, and takes its memory back.
    private func wrote(_ piece: consuming Piece, to file: BackupOutput.File) {
        self.output.wrote(
            to: file,
            records: piece.records,
            hasMetadata: piece.hasMetadata,
            worker: self.worker,
            positions: piece.positions
        )
        self.pending = nil
        if self.spares.count < Self.mostSpares { self.spares.append(piece.storage) }
    }

    private static func buffer() -> [UInt8] {
        [UInt8](repeating: 0, count: Self.bufferSize + (64 << 10) + DescriptorOutput.mostLead)
    }

    /// Moves the last block of the buffer, which is not counted yet, to the start of a new file; the rest goes to the
    /// current one.
    ///
    /// If the rest turns out so small by compression that there is room in the current file the block stays in it.
    ///
    /// - Parameters:
    ///   - start: Where the block begins in the buffer.
    ///   - positions: Where the worker stands in front of the block.
    /// - Throws: `StorageError` if the device refuses. The block is lost then, as if it had not been appended.
    func rotate(movingFrom start: Int, _ positions: PartitionTracker? = nil) async throws {
        let block = [UInt8](copying: self.text.bytes.extracting(start..<self.text.count))
        self.text.truncate(to: start)
        try await self.flush(positions)
        let size = block.count + self.frameOverhead
        if self.compressor == nil || self.fileBytes + max(size, Self.smallestFrame) > self.plan.fileLimit {
            try await self.finish(positions)
            try self.open(isFirst: false)
        }
        self.text.append(block)
        self.hasBlocks = true
    }

    /// Writes what is left and closes the worker's file.
    ///
    /// - Parameter positions: Where the worker stands behind the last block.
    /// - Throws: `StorageError` if the device refuses, in which case the file cannot be trusted.
    func finish(_ positions: PartitionTracker? = nil) async throws {
        try await self.flush(positions, isLast: true)
        guard let file else { return }
        do {
            try await self.output.finish(file, worker: self.worker)
            self.file = nil
        } catch let error as StorageError {
            // Closed, and rolled back.
            self.file = nil
            throw error
        }
    }

    /// Ends before the work is done: writes what the device takes, and leaves a file that can be continued.
    ///
    /// Waits for nobody, for the task is cancelled or about to be, and compresses with little effort. What cannot be written is not lost: the positions
    /// of the worker stay in front of it.
    ///
    /// - Parameter positions: Where the worker stands behind the last block.
    func park(_ positions: PartitionTracker? = nil) {
        guard let file else { return }
        self.file = nil
        file.output.abandon()
        do {
            if let piece = self.pending { try self.writeBlocking(piece, to: file) }
            self.handOver(positions, isLast: true)
            if let piece = self.pending { try self.writeBlocking(piece, to: file) }
        } catch {
            // The error that ended the run was reported, or is this one again.
        }
        self.output.park(file, worker: self.worker)
    }

    private func writeBlocking(_ piece: Piece, to file: BackupOutput.File) throws {
        if !piece.range.isEmpty {
            if let compressor {
                let frame = try compressor.quickFrame(of: piece.storage, count: piece.range.count)
                try file.output.writeBlocking(frame.storage, 0..<frame.count)
                self.count(frame.count)
            } else {
                try file.output.writeBlocking(piece.storage, piece.range)
                self.count(piece.range.count)
            }
        }
        self.wrote(piece, to: file)
    }
}
