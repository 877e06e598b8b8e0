import AerospikeClient
import AerospikeProtocol
import BackupFormat

/// Collects the rows of records for one node until they are a batch.
struct BatchCollector: ~Copyable {
    /// Every row is answered, whatever becomes of the others (`Spec/wire-protocol.md` §10).
    static let flags: BatchFlags = [.inlineMemory, .respondAllKeys, .reportFailingRow]

    private let form: RecordBatch.Form
    private let limit: BatchLimit
    private let namespace: String
    private let node: Node?
    private let timeout: UInt32
    /// Whether the batch remembers where its records stand in the backup.
    private let keepsPlaces: Bool
    private let buffers: RestoreBuffers
    private var writer: ByteWriter
    private var offsets: [Int] = []
    private var partitions: [PartitionID] = []
    private var places: [Range<Int>] = []

    /// Creates an empty collector.
    ///
    /// - Parameters:
    ///   - form: How the records are encoded.
    ///   - limit: When a batch is full.
    ///   - namespace: The namespace that the records go to.
    ///   - node: The node that the records go to; `nil` if it is not known now.
    ///   - timeout: The server's time limit in milliseconds.
    ///   - keepsPlaces: Whether the batch is to remember where its records stand in the backup.
    ///   - buffers: Gives the memory of batches.
    init(
        form: RecordBatch.Form,
        limit: BatchLimit,
        namespace: String,
        node: Node?,
        timeout: UInt32,
        keepsPlaces: Bool,
        buffers: RestoreBuffers
    ) {
        self.buffers = buffers
        self.form = form
        self.namespace = namespace
        self.limit = limit
        self.node = node
        self.timeout = timeout
        self.keepsPlaces = keepsPlaces
        self.writer = ByteWriter(capacity: 64 << 10)
        self.begin()
    }

    private mutating func begin() {
        if self.form == .batch { BatchRequestFrame.begin(&self.writer, flags: Self.flags) }
        self.offsets.reserveCapacity(self.limit.rows + 1)
        self.partitions.reserveCapacity(self.limit.rows)
    }

    /// Appends a record.
    ///
    /// - Returns: Whether the batch is full.
    /// - Throws: `FormatError` if the record does not fit into a message; nothing is appended then.
    mutating func append(
        _ record: borrowing RecordLayout,
        window: RawSpan,
        place: Range<Int>,
        timeToLive: UInt32,
        encoder: inout RowEncoder
    ) throws(FormatError) -> Bool {
        let start = self.writer.count
        switch self.form {
        case .batch:
            try encoder.appendBatchRow(
                record,
                window: window,
                index: UInt32(truncatingIfNeeded: self.partitions.count),
                timeToLive: timeToLive,
                to: &self.writer
            )
        case .singleWrites:
            try encoder.appendSingleWrite(
                record,
                window: window,
                timeToLive: timeToLive,
                timeout: self.timeout,
                to: &self.writer
            )
        }
        self.offsets.append(start)
        self.partitions.append(record.digest.partition)
        if self.keepsPlaces { self.places.append(place) }
        return self.limit.isReached(rows: self.partitions.count, bytes: self.writer.count)
    }

    /// The batch so far, and an empty collector; `nil` if nothing was collected.
    mutating func take() -> RecordBatch? {
        guard !self.partitions.isEmpty else { return nil }
        if self.form == .batch {
            BatchRequestFrame.finish(&self.writer, rowCount: self.partitions.count, timeout: self.timeout)
        }
        self.offsets.append(self.writer.count)
        let batch = RecordBatch(
            form: self.form,
            storage: self.buffers.batch(self.writer.bytes),
            offsets: self.offsets,
            partitions: self.partitions,
            places: self.places,
            namespace: self.namespace,
            node: self.node
        )
        self.writer.removeAll()
        self.offsets = []
        self.partitions = []
        self.places = []
        self.begin()
        return batch
    }
}
