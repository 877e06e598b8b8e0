import AerospikeProtocol
import BackupFormat

/// A whole backup file taken apart, for tests.
struct ParsedFile {
    var text: [UInt8]
    var head = BackupFileHead()
    var records: [RecordLayout] = []
    var indexes: [SecondaryIndexDefinition] = []
    var modules: [FunctionModule] = []

    /// Parses a file in one window.
    init(_ text: [UInt8], fileName: String = "a.asb") throws(FormatError) {
        self.text = text
        var parser = BlockParser(fileName: fileName)
        guard case .head(let head, var next) = try parser.parseHead(text.view, at: 0, isFinal: true) else { return }
        self.head = head
        var layout = RecordLayout()
        while true {
            switch try parser.parseBlock(text.view, at: next, isFinal: true, into: &layout) {
            case .needMore: throw FormatError(.badText, "needMore at the end of the file")
            case .record(let end):
                self.records.append(layout)
                next = end
            case .index(let definition, let end):
                self.indexes.append(definition)
                next = end
            case .module(let module, let end):
                self.modules.append(module)
                next = end
            case .end: return
            }
        }
    }

    /// The set's name of a record; `nil` without one.
    func set(of record: RecordLayout) -> String? {
        record.set.map { String(decoding: $0.bytes(in: self.text.view), as: UTF8.self) }
    }

    /// The bytes of a value as they go over the wire; numbers as eight bytes.
    func value(_ encoding: ValueEncoding, _ range: Range<Int>, _ bits: UInt64, _ type: ParticleType) -> [UInt8] {
        switch encoding {
        case .none: return []
        case .number:
            if type == .boolean { return [UInt8(bits)] }
            return (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - $0 * 8)) }
        case .raw: return Array(self.text[range])
        case .base64: return Base64.decode(String(decoding: self.text[range], as: UTF8.self)) ?? []
        }
    }

    /// The message of a scan that would be written as this record.
    func scanMessage(of record: RecordLayout, namespace: String = "test") -> Message {
        var fields = [Field(.namespace, text: namespace), Field(.digest, record.digest.bytes)]
        if let set = record.set { fields.append(Field(.set, set.bytes(in: self.text.view))) }
        if let key = record.key {
            let value = self.value(key.encoding, key.value, key.bits, key.particleType)
            fields.append(Field(.userKey, [key.particleType.rawValue] + value))
        }
        let operations = record.bins.map { bin in
            let value = self.value(bin.encoding, bin.value, bin.bits, bin.particleType)
            return Operation(
                .read,
                name: bin.name.bytes(in: self.text.view),
                particleType: bin.particleType,
                value: bin.particleType == .geoJSON ? [0, 0, 0] + value : value
            )
        }
        let header = MessageHeader(generation: UInt32(record.generation), recordTimeToLive: record.expiration)
        return Message(header: header, fields: fields, operations: operations)
    }
}

/// Encodes messages of a scan.
func text(
    of messages: [Message],
    namespace: String = "test",
    compact: Bool = false
) throws(FormatError) -> [UInt8] {
    var body = ByteWriter(capacity: 1024)
    for message in messages { message.write(to: &body) }
    let bytes = body.finish()
    var reader = ByteReader(bytes.view)
    var encoder = RecordTextEncoder(namespace: namespace, compact: compact)
    var writer = ByteWriter(capacity: 16)
    while !reader.isAtEnd { _ = try encoder.appendNext(from: &reader, to: &writer) }
    return writer.finish()
}
