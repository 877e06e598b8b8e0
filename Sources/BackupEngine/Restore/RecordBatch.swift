package import AerospikeClient
import AerospikeProtocol

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
    /// The rows; behind the frame if the form is `.batch`.
    package let storage: [UInt8]
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
    func row(_ number: Int) -> ArraySlice<UInt8> { self.storage[self.offsets[number]..<self.offsets[number + 1]] }

    /// The digest of a row, for messages.
    func digest(of number: Int) -> String {
        let row = self.row(number)
        switch self.form {
        case .batch:
            return Base64.encode(Array(row.dropFirst(4).prefix(Digest.size)))
        case .singleWrites:
            var reader = ByteReader(row.view)
            _ = try? ProtocolHeader(reading: &reader)
            return (try? Message(reading: &reader))?[.digest].map(Base64.encode) ?? "unknown"
        }
    }

    /// A whole request with some of the rows.
    ///
    /// - Parameters:
    ///   - rows: The numbers of the rows wanted.
    ///   - timeout: The server's time limit in milliseconds.
    func request(rows: [Int], timeout: UInt32) -> [UInt8] {
        guard rows.count < self.count else { return self.storage }
        var writer = ByteWriter(capacity: self.storage.count)
        BatchRequestFrame.begin(&writer, flags: BatchCollector.flags)
        for row in rows { writer.append(self.row(row)) }
        BatchRequestFrame.finish(&writer, rowCount: rows.count, timeout: timeout)
        return writer.finish()
    }
}
