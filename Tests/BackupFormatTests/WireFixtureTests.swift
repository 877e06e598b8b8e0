import AerospikeProtocol
import BackupFormat
import Testing

/// One data set on the wire three times: scanned by asbackup, written by asrestore in batches, and again one by one.
@Suite struct `Records on the wire` {
    /// The text of all records that the scan of asbackup brought, and how the scan's parts ended.
    static func scannedText() throws -> (text: [UInt8], ends: Int) {
        var writer = ByteWriter(capacity: 16)
        var encoder = RecordTextEncoder(namespace: "test", compact: false)
        var ends = 0
        for message in try Fixture.messages("wire/asbackup-4.5.8.jsonl", from: "server", type: 3) {
            let body = Array(message.dropFirst(ProtocolHeader.size))
            var reader = ByteReader(body.view)
            while !reader.isAtEnd {
                switch try encoder.appendNext(from: &reader, to: &writer) {
                case .record: break
                case .end(let result):
                    #expect(result == .ok)
                    ends += 1
                case let item: Issue.record("unexpected \(item)")
                }
            }
        }
        return (writer.finish(), ends)
    }

    static func parsed() throws -> ParsedFile {
        try ParsedFile(Array("Version 3.1\n# namespace test\n".utf8) + Self.scannedText().text)
    }

    @Test func `are scanned to the end`() throws {
        let scan = try Self.scannedText()
        #expect(scan.ends > 0)
        // The run also shows records that were scanned twice: once for the estimate.
        let digests = Set(try Self.parsed().records.map(\.digest))
        #expect(digests.count == 40)
    }

    @Test func `become the rows that asrestore sends`() throws {
        var expected: [Digest: BatchRow] = [:]
        for message in try Fixture.messages("wire/asrestore-4.5.8-batch.jsonl", from: "client", type: 3) {
            let body = Array(message.dropFirst(ProtocolHeader.size))
            var reader = ByteReader(body.view)
            let batch = try Message(reading: &reader)
            let field = try #require(batch[.batch])
            for row in try BatchRows(field: field.view).rows { expected[row.digest] = row }
        }
        #expect(expected.count == 40)
        let file = try Self.parsed()
        let policy = WritePolicyBits(info2: [.generationGreater, .respondAllOperations], usesGeneration: true)
        var encoder = RowEncoder(namespace: "bar", policy: policy)
        for record in file.records {
            var row = try #require(expected[record.digest])
            row.index = 7
            // The C client sends an empty set for none; other clients, and ours, leave it out.
            row.fields.removeAll { $0.type == .set && $0.value.isEmpty }
            var writer = ByteWriter(capacity: 16)
            try encoder.appendBatchRow(
                record,
                window: file.text.view,
                index: 7,
                timeToLive: row.header.recordTimeToLive,
                to: &writer
            )
            var wanted = ByteWriter(capacity: 16)
            row.write(to: &wanted)
            #expect([UInt8](copying: writer.bytes) == [UInt8](copying: wanted.bytes))
            #expect((row.header.recordTimeToLive == VoidTime.neverTimeToLive) == (record.expiration == 0))
        }
    }

    @Test func `become the single writes that asrestore sends`() throws {
        let name = "wire/asrestore-4.5.8-single-writes-again.jsonl"
        var expected: [Digest: Message] = [:]
        for bytes in try Fixture.messages(name, from: "client", type: 3) {
            let body = Array(bytes.dropFirst(ProtocolHeader.size))
            var reader = ByteReader(body.view)
            var message = try Message(reading: &reader)
            guard let digest = message[.digest].flatMap({ Digest($0) }) else { continue }
            message.fields.removeAll { $0.type == .set && $0.value.isEmpty }
            expected[digest] = message
        }
        #expect(expected.count == 40)
        let file = try Self.parsed()
        let policy = WritePolicyBits(info2: [.generationGreater], usesGeneration: true)
        var encoder = RowEncoder(namespace: "bar", policy: policy)
        for record in file.records {
            let wanted = try #require(expected[record.digest])
            var writer = ByteWriter(capacity: 16)
            try encoder.appendSingleWrite(
                record,
                window: file.text.view,
                timeToLive: wanted.header.recordTimeToLive,
                timeout: wanted.header.transactionTimeToLive,
                to: &writer
            )
            #expect([UInt8](copying: writer.bytes) == wanted.encoded())
        }
    }
}
