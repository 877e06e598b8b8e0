import AerospikeClient
import AerospikeProtocol
import NIOCore

/// Writes the records of a scenario into a cluster that is well.
struct DataLoader {
    let cluster: Cluster

    private static let rows = 400

    /// Writes records.
    ///
    /// - Parameters:
    ///   - numbers: The records.
    ///   - profile: What is in them.
    func load(_ numbers: Range<Int>, profile: DataProfile) async throws {
        guard let node = self.cluster.nodes.first else { throw Finding("the cluster has no node") }
        for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: Self.rows) {
            let batch = start..<min(start + Self.rows, numbers.upperBound)
            let rows = batch.map { SampleRecord($0, profile: profile, index: $0 - start).row }
            let field = Field(.batch, BatchRows(flags: [.respondAllKeys], rows: rows).encoded())
            let message = Message(header: MessageHeader(info1: [.batch]), fields: [field])
            var written = 0
            let end = try await self.cluster.batch(
                ByteBuffer(bytes: message.encoded()),
                rows: rows.count,
                on: node,
                timeout: .seconds(60)
            ) { _, result in
                written += result == .ok ? 1 : 0
                return true
            }
            guard end == .ok, written == batch.count else {
                throw Finding("\(written) of \(batch.count) sample records were written, result \(end.rawValue)")
            }
        }
    }
}
