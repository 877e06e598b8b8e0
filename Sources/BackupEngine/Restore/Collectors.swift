import BackupFormat

/// The batches being collected, one for each node.
struct Collectors: ~Copyable {
    private var collectors: [Box] = []

    /// A place for a value that cannot be copied, so that an array can hold it. Belongs to one task alone.
    private final class Box {
        var collector: BatchCollector
        init(_ collector: consuming BatchCollector) { self.collector = collector }
    }

    /// Adds the collector of the next slot.
    mutating func append(_ collector: consuming BatchCollector) { self.collectors.append(Box(collector)) }

    /// Appends a record to the batch of a node.
    ///
    /// - Returns: Whether the batch is full.
    /// - Throws: `FormatError` if the record does not fit into a message.
    mutating func append(
        _ record: borrowing RecordLayout,
        window: RawSpan,
        place: Range<Int>,
        timeToLive: UInt32,
        slot: Int,
        encoder: inout RowEncoder
    ) throws(FormatError) -> Bool {
        try self.collectors[slot].collector.append(
            record,
            window: window,
            place: place,
            timeToLive: timeToLive,
            encoder: &encoder
        )
    }

    /// The batch of a node.
    mutating func take(_ slot: Int) -> RecordBatch? { self.collectors[slot].collector.take() }

    /// The batches of all nodes.
    mutating func takeAll() -> [RecordBatch] { self.collectors.compactMap { $0.collector.take() } }
}
