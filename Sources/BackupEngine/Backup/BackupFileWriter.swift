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

    private let output: BackupOutput
    private let plan: BackupPlan
    private let statistics: BackupStatistics
    private let throttle: Throttle?
    private let compressor: FrameCompressor?
    private let clock: StageClock
    private var file: (any OutputFile)?
    /// Bytes of the current file that are written, as they are stored.
    private var fileBytes = 0
    /// Bytes of all files that are written.
    private(set) var bytes = 0
    /// Records in all files.
    private(set) var records = 0
    /// Whether the current file holds a block behind its head.
    private var hasBlocks = false
    private var spare: [UInt8] = []
    /// The text not yet written. Blocks are appended to it whole.
    var text: ByteWriter

    /// Creates a writer without a file.
    ///
    /// - Throws: `StorageError` if there is no memory for compression.
    init(
        output: BackupOutput,
        plan: BackupPlan,
        statistics: BackupStatistics,
        throttle: Throttle?,
        clock: StageClock
    ) throws(StorageError) {
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
        self.text = ByteWriter(capacity: Self.bufferSize + (64 << 10))
    }

    /// Opens the first file.
    ///
    /// - Parameter isFirst: Whether this is the file of the backup that holds indexes and modules.
    /// - Throws: `StorageError` if it cannot be created.
    func open(isFirst: Bool) throws {
        self.file = try self.output.file()
        self.fileBytes = self.plan.container.headSize
        self.hasBlocks = false
        if self.output.isSplit || isFirst {
            BackupHead.write(namespace: self.plan.namespace, isFirstFile: isFirst, to: &self.text)
            self.statistics.add(bytes: self.fileBytes)
        }
    }

    /// Whether the buffer should be written before more is appended.
    var isFull: Bool { self.text.count >= Self.bufferSize }

    /// The number of bytes in the buffer up to which no record needs a look at `isFull` or `exceedsLimit`.
    var roomForRecords: Int {
        guard self.output.isSplit else { return Self.bufferSize - 1 }
        let room = self.plan.fileLimit - self.fileBytes
        return min(
            Self.bufferSize - 1,
            room - (self.compressor == nil ? 0 : FrameCompressor.overhead(of: max(0, room)))
        )
    }

    /// Whether the block that ends the buffer would make the file larger than its limit, or might do so once it is
    /// compressed.
    var exceedsLimit: Bool {
        guard self.output.isSplit, self.hasBlocks else { return false }
        return self.fileBytes + self.text.count + self.frameOverhead > self.plan.fileLimit
    }

    /// The most bytes by which compression may enlarge the buffer, for blobs that are compressed already.
    private var frameOverhead: Int { self.compressor == nil ? 0 : FrameCompressor.overhead(of: self.text.count) }

    /// Notes that records were appended to the buffer.
    func appended(records: Int) {
        if records > 0 { self.hasBlocks = true }
        self.records &+= records
    }

    /// Writes the buffer.
    ///
    /// - Throws: `StorageError` if the device refuses; `CancellationError`.
    func flush() async throws {
        guard self.text.count > 0, let file else { return }
        let (storage, count) = self.text.exchange(with: self.spare.isEmpty ? Self.buffer() : self.spare)
        self.spare = []
        if let compressor {
            let frame = try await self.clock.measure(.compressing) {
                try await compressor.frame(of: storage, count: count)
            }
            try await self.write(frame.storage, count: frame.count, to: file)
            compressor.recycle(frame.storage)
        } else {
            try await self.write(storage, count: count, to: file)
        }
        self.spare = storage
    }

    private func write(_ storage: [UInt8], count: Int, to file: any OutputFile) async throws {
        if let throttle { try await self.clock.measure(.throttling) { try await throttle.take(count) } }
        try await self.clock.measure(.storage) { try await file.write(storage, count: count) }
        self.statistics.add(bytes: count)
        self.fileBytes += count
        self.bytes += count
    }

    private static func buffer() -> [UInt8] { [UInt8](repeating: 0, count: Self.bufferSize + (64 << 10)) }

    /// Moves the last block of the buffer to the start of a new file; the rest goes to the current one.
    ///
    /// If the rest turns out so small by compression that there is room in the current file the block stays in it.
    ///
    /// - Parameter start: Where the block begins in the buffer.
    /// - Throws: `StorageError` if the device refuses.
    func rotate(movingFrom start: Int) async throws {
        let block = [UInt8](copying: self.text.bytes.extracting(start..<self.text.count))
        self.text.truncate(to: start)
        try await self.flush()
        let size = block.count + self.frameOverhead
        if self.compressor == nil || self.fileBytes + max(size, Self.smallestFrame) > self.plan.fileLimit {
            try await self.finish()
            try self.open(isFirst: false)
        }
        self.text.append(block)
        self.hasBlocks = true
    }

    /// Writes what is left and closes the worker's file.
    ///
    /// - Throws: `StorageError` if the device refuses, in which case the file cannot be trusted.
    func finish() async throws {
        try await self.flush()
        if self.output.isSplit { try await self.file?.finish() }
        self.file = nil
    }
}
