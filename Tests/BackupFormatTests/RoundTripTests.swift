import AerospikeProtocol
import BackupFormat
import Testing

@Suite struct `Random records` {
    @Test(arguments: 0..<64)
    func `come back from the text as they were`(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let messages = (0..<30).map { _ in generator.scanMessage() }
        for isCompact in [false, true] {
            let lines = try text(of: messages, compact: isCompact)
            let file = try ParsedFile(Array("Version 3.1\n".utf8) + lines)
            #expect(file.records.count == messages.count, "seed \(seed)")
            for (message, record) in zip(messages, file.records) {
                // Fields that are no part of a record, such as those of index queries, are not kept.
                var expected = message
                expected.fields.removeAll { $0.type == FieldType(rawValue: 15) }
                expected.header.operationCount = 0
                #expect(file.scanMessage(of: record) == expected, "seed \(seed)")
                let isSame = record.namespace.isEqual(to: Array("test".utf8), in: file.text.view)
                #expect(isSame)
            }
        }
    }

    @Test(arguments: 0..<16)
    func `become rows that a server reads as the same record`(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed) &+ 1000)
        let messages = (0..<30).map { _ in generator.scanMessage() }
        let file = try ParsedFile(Array("Version 3.1\n".utf8) + text(of: messages))
        var encoder = RowEncoder(namespace: "other", policy: WritePolicyBits(info3: [.createOrReplace]))
        for (message, record) in zip(messages, file.records) {
            var writer = ByteWriter(capacity: 16)
            try encoder.appendBatchRow(record, window: file.text.view, index: 3, timeToLive: 9, to: &writer)
            var reader = ByteReader(writer.bytes)
            let row = try BatchRow(reading: &reader, previous: nil)
            let isAtEnd = reader.isAtEnd
            #expect(isAtEnd, "seed \(seed)")
            #expect(row.digest.bytes == message[.digest], "seed \(seed)")
            #expect(row.header.info2 == [.write] && row.header.info3 == [.createOrReplace])
            #expect(row.header.generation == 0 && row.header.recordTimeToLive == 9 && row.index == 3)
            #expect(row.fields.first == Field(.namespace, text: "other"))
            #expect(row.fields.first { $0.type == .set }?.value == message[.set], "seed \(seed)")
            #expect(row.fields.first { $0.type == .userKey }?.value == message[.userKey], "seed \(seed)")
            let written = message.operations.map { operation in
                Operation(.write, name: operation.name, particleType: operation.particleType, value: operation.value)
            }
            #expect(row.operations == written, "seed \(seed)")
        }
    }
}
