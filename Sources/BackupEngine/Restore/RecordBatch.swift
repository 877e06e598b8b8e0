package import AerospikeClient
import AerospikeProtocol
package import NIOCore

/// Records on their way to the cluster: encoded rows, and where each of them stands.
package struct RecordBatch: Sendable {
    /// How the records are encoded.
    package enum Form: Hashable, Sendable {
        /// Rows of a batch behind their frame.
        case batch
        /// Whole messages, one for each record.
        case singleWrites
    }

    /// How the records are encoded.
    package let form: Form
    /// The rows; behind the frame if the form is `.batch`. In the memory that connections send from.
    package let storage: ByteBuffer
    /// Where each row begins, and behind the last one where the rows end.
    package let offsets: [Int]
    /// The partition of each row.
    let partitions: [PartitionID]
    /// Where the lines of each record stand in the piece of the backup; empty if nobody wants to know.
    var places: [Range<Int>] = []
    /// The namespace that the records go to.
    package let namespace: String
    /// The node for which the rows were collected; `nil` if their partitions had none.
    package let node: Node?

    /// The number of rows.
    package var count: Int { self.partitions.count }

    /// The bytes of a row.
    func row(_ number: Int) -> ByteBuffer {
        let start = self.offsets[number]
        return self.storage.getSlice(at: start, length: self.offsets[number + 1] - start) ?? ByteBuffer()
    }

    /// The digest of a row, for messages.
    func digest(of number: Int) -> String {
        let row = self.row(number)
        switch self.form {
        case .batch:
            return Base64.encode(row.getBytes(at: row.readerIndex + 4, length: Digest.size) ?? [])
        case .singleWrites:
            var reader = ByteReader(row.readableBytesSpan)
            _ = try? ProtocolHeader(reading: &reader)
            return (try? Message(reading: &reader))?[.digest].map(Base64.encode) ?? "unknown"
        }
    }

    /// A whole request with some of the rows.
    ///
    /// - Parameters:
    ///   - rows: The numbers of the rows wanted.
    ///   - timeout: The server's time limit in milliseconds.
    func request(rows: [Int], timeout: UInt32) -> ByteBuffer {
        guard rows.count < self.count else { return self.storage }
        var writer = ByteWriter(capacity: self.storage.readableBytes)
        BatchRequestFrame.begin(&writer, flags: BatchCollector.flags)
        for number in rows {
            let row = self.row(number)
            writer.append(row.readableBytesSpan)
        }
        BatchRequestFrame.finish(&writer, rowCount: rows.count, timeout: timeout)
        return ByteBuffer(bytes: writer.finish())
    }
}
