import AerospikeProtocol
import BackupFormat

/// Records of one shape: as the reply of a scan, as text, and as the layouts of that text.
struct Sample: Sendable {
    /// The namespace of all records.
    static let namespace = "test"

    /// The bins of all records.
    let bins: [Operation]
    /// The keys of all records.
    let keys: [UInt64]
    /// The bodies of a scan's reply, without protocol headers.
    let reply: [UInt8]
    /// The text of all records, without a file's head.
    let text: [UInt8]
    /// Where the records stand in the text.
    let layouts: [RecordLayout]

    /// Makes the records of a shape, with at least so many bytes of text.
    ///
    /// - Throws: `FormatError` if the encoder or the parser refuses them.
    init(_ shape: RecordShape, byteCount: Int) throws(FormatError) {
        let pool = Pool.shared
        var (bins, keys): ([Operation], [UInt64]) = ([], [])
        var reply = ByteWriter(capacity: byteCount)
        var text = ByteWriter(capacity: byteCount * 2)
        var encoder = RecordTextEncoder(namespace: Self.namespace, compact: false)
        while text.count < byteCount {
            let key = UInt64(keys.count) &* 997
            let start = reply.count
            let operations = shape.bins(key, pool)
            Self.message(key, operations).write(to: &reply)
            var reader = ByteReader(reply.bytes.extracting(start..<reply.count))
            _ = try encoder.appendNext(from: &reader, to: &text)
            keys.append(key)
            bins += operations
        }
        (self.bins, self.keys) = (bins, keys)
        self.reply = reply.finish()
        self.text = text.finish()
        self.layouts = try Self.layouts(of: self.text)
    }

    private static func message(_ key: UInt64, _ bins: [Operation]) -> Message {
        let set = Array("perf".utf8)
        let bytes = RecordShape.bytes(key)
        let digest = Digest(set: set, keyType: .integer, key: bytes)
        return Message(
            header: MessageHeader(generation: 1),
            fields: [
                Field(.namespace, text: Self.namespace),
                Field(.digest, digest.bytes),
                Field(.set, set),
                Field(.userKey, [ParticleType.integer.rawValue] + bytes),
            ],
            operations: bins
        )
    }

    private static func layouts(of text: [UInt8]) throws(FormatError) -> [RecordLayout] {
        var layouts: [RecordLayout] = []
        var parser = BlockParser()
        var layout = RecordLayout()
        var offset = 0
        while case .record(let next) = try parser.parseBlock(text.view, at: offset, isFinal: true, into: &layout) {
            layouts.append(layout)
            offset = next
        }
        return layouts
    }

    /// The values of all bins of some types.
    func values(_ types: Set<ParticleType>) -> [[UInt8]] {
        self.bins.filter { types.contains($0.particleType) }.map(\.value)
    }
}
