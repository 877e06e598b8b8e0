import AerospikeProtocol
import BackupFormat
import Testing

@Suite struct `Base64 that only the original writes` {
    /// Text, and the bytes that asrestore makes of it: padding counts group by group, wherever it stands.
    @Test(
        arguments: [
            ("AAECAw==", [0, 1, 2, 3]), ("AA==AAEC", [0, 0, 1, 2]), ("====", [0]), ("AAE=AAEC", [0, 1, 0, 1, 2]),
            ("", []),
            ("A=EC", [0, 1, 2]),
        ] as [(String, [UInt8])]
    )
    func `is read group by group`(text: String, bytes: [UInt8]) throws {
        let block =
            "+ n test\n+ d AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+ g 1\n+ t 0\n+ b 1\n- B x \(text.utf8.count) \(text)\n"
        let file = try ParsedFile(Array(("Version 3.1\n" + block).utf8))
        let record = try #require(file.records.first)
        var encoder = RowEncoder(namespace: "test", policy: WritePolicyBits())
        var writer = ByteWriter(capacity: 16)
        try encoder.appendBatchRow(record, window: file.text.view, index: 0, timeToLive: 0, to: &writer)
        var reader = ByteReader(writer.bytes)
        let row = try BatchRow(reading: &reader, previous: nil)
        #expect(row.operations == [Operation(.write, name: [0x78], particleType: .blob, value: bytes)])
    }
}
