import AerospikeProtocol
import BackupFormat

extension PreparedOperation {
    /// The records of a batch, as `asrestore` collects them.
    private static let batchSize = 128
    private static let flags: BatchFlags = [.inlineMemory, .respondAllKeys, .reportFailingRow]

    static func encode(_ sample: Sample) -> Self {
        let scratch = Scratch()
        let reply = sample.reply
        return Self(byteCount: sample.text.count, itemCount: sample.keys.count) {
            try scratch.write { writer in
                var encoder = RecordTextEncoder(namespace: Sample.namespace, compact: false)
                var reader = ByteReader(reply.view)
                while !reader.isAtEnd { _ = try encoder.appendNext(from: &reader, to: &writer) }
                return writer.count
            }
        }
    }

    static func recordEnds(_ sample: Sample) -> Self {
        let text = sample.text
        return Self(byteCount: text.count, itemCount: sample.keys.count) {
            // 1 if the window ends where a record ends, as it does.
            BlockSkipper(legacy: false).skip(text.view) == .whole ? 1 : 0
        }
    }

    static func parse(_ sample: Sample) -> Self {
        let text = sample.text
        return Self(byteCount: text.count, itemCount: sample.keys.count) {
            var sum = 0
            try Self.forEachRecord(of: text) { _, layout in sum &+= layout.bins.count }
            return sum
        }
    }

    static func decode(_ sample: Sample) -> Self {
        let scratch = Scratch()
        let text = sample.text
        return Self(byteCount: text.count, itemCount: sample.keys.count) {
            try scratch.write { writer in
                var rows = Rows()
                try Self.forEachRecord(of: text) { window, layout in try rows.append(layout, window, to: &writer) }
                return rows.finish(&writer)
            }
        }
    }

    static func batch(_ sample: Sample) -> Self {
        let scratch = Scratch()
        let (text, layouts) = (sample.text, sample.layouts)
        return Self(byteCount: text.count, itemCount: sample.keys.count) {
            try scratch.write { writer in
                var rows = Rows()
                for layout in layouts { try rows.append(layout, text.view, to: &writer) }
                return rows.finish(&writer)
            }
        }
    }

    @inline(__always)
    private static func forEachRecord(
        of text: [UInt8],
        _ body: (RawSpan, borrowing RecordLayout) throws -> Void
    ) throws {
        var parser = BlockParser()
        var layout = RecordLayout()
        var offset = 0
        while case .record(let next) = try parser.parseBlock(text.view, at: offset, isFinal: true, into: &layout) {
            try body(text.view, layout)
            offset = next
        }
    }

    /// Collects rows to batches as a restore does, and forgets each batch that is full.
    private struct Rows {
        var encoder = RowEncoder(namespace: Sample.namespace, policy: WritePolicyBits())
        var count = 0
        var bytes = 0

        @inline(__always)
        mutating func append(
            _ layout: borrowing RecordLayout,
            _ window: RawSpan,
            to writer: inout ByteWriter
        ) throws(FormatError) {
            if self.count == 0 { BatchRequestFrame.begin(&writer, flags: PreparedOperation.flags) }
            try self.encoder.appendBatchRow(
                layout,
                window: window,
                index: UInt32(truncatingIfNeeded: self.count),
                timeToLive: VoidTime.neverTimeToLive,
                to: &writer
            )
            self.count &+= 1
            if self.count == PreparedOperation.batchSize { _ = self.finish(&writer) }
        }

        mutating func finish(_ writer: inout ByteWriter) -> Int {
            if self.count > 0 { BatchRequestFrame.finish(&writer, rowCount: self.count, timeout: 10_000) }
            self.bytes &+= writer.count
            self.count = 0
            writer.removeAll()
            return self.bytes
        }
    }
}
