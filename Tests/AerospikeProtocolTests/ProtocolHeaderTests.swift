import AerospikeProtocol
import Testing

@Suite struct `Protocol headers` {
    @Test(
        arguments: [
            [2, 0, 0, 0, 0, 0, 0, 0], [2, 5, 0, 0, 0, 0, 0, 0], [2, 6, 0, 0, 0, 0, 0, 0], [1, 3, 0, 0, 0, 0, 0, 0],
            [0, 3, 0, 0, 0, 0, 0, 0], [2, 3, 0, 0, 8, 0, 0, 1], [2, 3, 255, 255, 255, 255, 255, 255],
            [0x16, 3, 1, 2, 0, 1, 0, 1], [], [2, 3, 0, 0, 0, 0, 0],
        ] as [[UInt8]]
    )
    func `that no peer may send are errors`(bytes: [UInt8]) {
        #expect(throws: ProtocolError.self) {
            var reader = ByteReader(bytes.view)
            _ = try ProtocolHeader(reading: &reader)
        }
    }

    @Test func `of security may have version 0`() throws {
        let header = try ProtocolHeader(word: 0x0002_0000_0000_0010)
        #expect(header == ProtocolHeader(kind: .security, bodySize: 16))
    }

    @Test func `may announce 128 MiB`() throws {
        #expect(try ProtocolHeader(word: 0x0203_0000_0800_0000).bodySize == 134_217_728)
    }
}

@Suite struct `Batch rows that repeat` {
    static let full = BatchRow(
        index: 1,
        digest: .zero,
        flags: .hasInfo,
        header: MessageHeader(info1: .read),
        fields: [Field(.namespace, text: "test")],
        operations: [Operation(.read, name: [97])]
    )

    static func field(_ rows: [BatchRow]) -> [UInt8] { BatchRows(flags: [], rows: rows).encoded() }

    @Test func `take the contents of the last full row`() throws {
        var repeated = Self.full
        repeated.index = 2
        repeated.flags = .repeated
        let field = Self.field([Self.full, repeated, repeated])
        let rows = try BatchRows(field: field.view).rows
        #expect(rows.count == 3 && rows[2].operations == Self.full.operations && rows[2].fields == Self.full.fields)
        #expect(Self.field(rows) == field)
    }

    @Test func `must not be the first, nor follow one with a key`() {
        var repeated = Self.full
        repeated.flags = .repeated
        var withKey = Self.full
        withKey.fields.append(Field(.userKey, [1, 0, 0, 0, 0, 0, 0, 0, 1]))
        for rows in [[repeated], [withKey, repeated]] {
            let field = Self.field(rows)
            #expect(throws: ProtocolError.self) { try BatchRows(field: field.view) }
        }
    }
}

@Suite struct `Errors in values of the text protocol` {
    @Test(arguments: [
        ("ERROR:4:unrecognized command", 4, "unrecognized command"), ("ERROR::unstable-cluster", 1, "unstable-cluster"),
        ("FAIL:201: NO INDEX", 201, "NO INDEX"), ("error:20:namespace not found", 20, "namespace not found"),
        ("fail:0:x", 1, "x"), ("ERROR:80:not authenticated", 80, "not authenticated"), ("FAIL:4", 4, "FAIL:4"),
        ("ERROR:20:a:b", 20, "a:b"),
    ])
    func `are told apart`(value: String, code: Int, message: String) {
        #expect(InfoFailure(value: value) == InfoFailure(code: code, message: message))
    }

    @Test func `of modules have code 100`() {
        #expect(InfoFailure(value: "error=invalid_filename")?.code == 100)
    }

    @Test(arguments: ["ok", "", "errors=0", "failed", "ns=error:set=x"])
    func `are not seen where there are none`(value: String) {
        #expect(InfoFailure(value: value) == nil)
    }
}
