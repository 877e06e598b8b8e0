import AerospikeProtocol
import Testing

/// The dumps of `Spec/wire-protocol.md` §19, built from values.
@Suite struct `Worked examples` {
    static func bytes(_ dump: String) -> [UInt8] { WireFixture.bytes(hex: dump) }

    static let digest = Digest(set: Array("demo".utf8), keyType: .string, key: Array("k1".utf8))

    static let put = """
        02 03 00 00 00 00 00 65 16 00 01 00 00 00 00 00 00 00 ff ff ff ff 00 00 03 e8 00 04 00 02 00 00
        00 05 00 74 65 73 74 00 00 00 05 01 64 65 6d 6f 00 00 00 15 04 b7 47 f5 85 4d 0b 33 25 99 28 d0
        cf ab 7f ad 81 d6 ab fb f6 00 00 00 04 02 03 6b 31 00 00 00 0d 02 01 00 01 61 00 00 00 00 00 00
        00 07 00 00 00 07 02 03 00 01 62 68 69
        """

    @Test func `of a request and reply of the text protocol`() {
        let request = Self.bytes("02 01 00 00 00 00 00 0b 6e 6f 64 65 0a 62 75 69 6c 64 0a")
        #expect(InfoRequest(["node", "build"]).encoded() == request)
        let reply = Self.bytes(
            """
            02 01 00 00 00 00 00 23 6e 6f 64 65 09 42 42 39 30 32 30 30 31 31 41 43 34 32 30 32 0a 62 75 69
            6c 64 09 38 2e 31 2e 30 2e 30 0a
            """
        )
        let lines = [
            InfoReply.Line(command: "node", value: "BB9020011AC4202"),
            InfoReply.Line(command: "build", value: "8.1.0.0"),
        ]
        #expect(InfoReply(lines).encoded() == reply)
        #expect(InfoReply(body: Array(reply.dropFirst(8)).view)["build"] == "8.1.0.0")
    }

    @Test func `of a put`() {
        let message = Message(
            header: MessageHeader(
                info2: .write,
                recordTimeToLive: VoidTime.neverTimeToLive,
                transactionTimeToLive: 1000
            ),
            fields: [
                Field(.namespace, text: "test"), Field(.set, text: "demo"), Field(.digest, Self.digest.bytes),
                Field(.userKey, [3] + Array("k1".utf8)),
            ],
            operations: [
                Operation(.write, name: [0x61], particleType: .integer, value: [0, 0, 0, 0, 0, 0, 0, 7]),
                Operation(.write, name: [0x62], particleType: .string, value: Array("hi".utf8)),
            ]
        )
        #expect(message.encoded() == Self.bytes(Self.put))
    }

    @Test func `of a partition scan`() throws {
        var request = PartitionScanRequest(namespace: "test", set: "demo", taskID: 0x1122_3344_5566_7788)
        request.partitions = try [#require(PartitionID(1975)), #require(PartitionID(937))]
        request.resumeAfter = [Digest(set: Array("demo".utf8), keyType: .integer, key: [0, 0, 0, 0, 0, 0, 0, 7])]
        request.maximumRecords = 100
        let dump = """
            02 03 00 00 00 00 00 6d 16 01 00 04 00 00 00 00 00 00 ff ff ff ff 00 00 00 00 00 07 00 00 00 00
            00 05 00 74 65 73 74 00 00 00 05 01 64 65 6d 6f 00 00 00 05 09 00 00 27 10 00 00 00 09 07 11 22
            33 44 55 66 77 88 00 00 00 05 0b b7 07 a9 03 00 00 00 15 0c dc 2e 59 5b c2 a0 d8 c6 29 0c 47 4d
            74 e7 1b 23 e3 ed 84 6a 00 00 00 09 0d 00 00 00 00 00 00 00 64
            """
        #expect(request.encoded() == Self.bytes(dump))
    }

    @Test func `of a batch`() {
        let second = Digest(set: Array("demo".utf8), keyType: .string, key: Array("k2".utf8))
        let flags: BatchRowFlags = [.hasInfo, .hasGeneration, .hasTimeToLive]
        let fields = [Field(.namespace, text: "test"), Field(.set, text: "demo")]
        let rows = [
            BatchRow(
                index: 0,
                digest: Self.digest,
                flags: flags,
                header: MessageHeader(info2: [.write, .respondAllOperations]),
                fields: fields,
                operations: [Operation(.write, name: [0x61], particleType: .integer, value: [0, 0, 0, 0, 0, 0, 0, 7])]
            ),
            BatchRow(
                index: 1,
                digest: second,
                flags: flags,
                header: MessageHeader(info2: [.write, .respondAllOperations, .createOnly], recordTimeToLive: 3600),
                fields: fields + [Field(.userKey, [3] + Array("k2".utf8))],
                operations: [Operation(.write, name: [0x62], particleType: .string, value: Array("yo".utf8))]
            ),
        ]
        var writer = ByteWriter(capacity: 16)
        BatchRequestFrame.begin(&writer, flags: [.inlineMemory, .respondAllKeys, .reportFailingRow])
        for row in rows { row.write(to: &writer) }
        BatchRequestFrame.finish(&writer, rowCount: 2, timeout: 1000)
        let dump = """
            02 03 00 00 00 00 00 b4 16 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03 e8 00 01 00 00 00 00
            00 9a 29 00 00 00 02 0d 00 00 00 00 b7 47 f5 85 4d 0b 33 25 99 28 d0 cf ab 7f ad 81 d6 ab fb f6
            0e 00 81 00 00 00 00 00 00 00 00 02 00 01 00 00 00 05 00 74 65 73 74 00 00 00 05 01 64 65 6d 6f
            00 00 00 0d 02 01 00 01 61 00 00 00 00 00 00 00 07 00 00 00 01 a9 33 ee 0e 8f 82 c1 06 69 71 50
            d1 5e 50 4f 08 b2 b2 e0 1d 0e 00 a1 00 00 00 00 00 0e 10 00 03 00 01 00 00 00 05 00 74 65 73 74
            00 00 00 05 01 64 65 6d 6f 00 00 00 04 02 03 6b 32 00 00 00 07 02 03 00 01 62 79 6f
            """
        #expect([UInt8](copying: writer.bytes) == Self.bytes(dump))
    }

    @Test func `of a compressed put`() throws {
        let dump = """
            02 04 00 00 00 00 00 6a 00 00 00 00 00 00 00 6d 78 01 63 62 66 00 81 54 31 06 46 30 83 81 e1 3f
            10 30 30 30 bf 60 60 61 60 02 0a b1 32 94 a4 16 97 80 18 8c 29 a9 b9 f9 40 86 28 cb 76 f7 af ad
            be dc c6 aa 33 35 2e 9c 5f 5d bf b6 f1 da ea df df 80 12 2c 4c cc d9 86 40 9a 97 89 91 81 31 11
            c8 00 01 76 10 66 62 66 60 4c ca c8 04 00 f6 54 16 a8
            """
        let body = Array(Self.bytes(dump).dropFirst(8))
        #expect(try CompressedMessage.inflate(body: body.view) == Self.bytes(Self.put))
        for count in 0..<body.count {
            let part = Array(body[..<count])
            #expect(throws: ProtocolError.self) { try CompressedMessage.inflate(body: part.view) }
        }
        let large = Message(fields: [Field(.namespace, [UInt8](repeating: 65, count: 5000))]).encoded()
        let packed = try #require(CompressedMessage.deflate(large))
        #expect(try CompressedMessage.inflate(body: Array(packed.dropFirst(8)).view) == large)
        #expect(CompressedMessage.deflate([1, 2, 3]) == nil)
    }

    @Test func `of a login`() throws {
        let dump = """
            02 02 00 00 00 00 00 2e 00 00 14 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 11 05 00 01 02
            03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 00 00 00 05 06 00 01 51 80
            """
        let bytes = Self.bytes(dump)
        // The spec's dump shows the command and two fields: a token of 16 bytes, and 86400 seconds.
        let fields = [
            SecurityMessage.Field(id: 5, value: Array(0..<16)),
            SecurityMessage.Field(id: 6, value: [0, 1, 0x51, 0x80]),
        ]
        #expect(SecurityMessage(command: 20, fields: fields).encoded() == bytes)
        let body = Array(bytes.dropFirst(8))
        #expect(try SecurityMessage(body: body.view).fields == fields)
        for count in 0..<body.count {
            let part = Array(body[..<count])
            #expect(throws: ProtocolError.self) { try SecurityMessage(body: part.view) }
        }
        let refused = Self.bytes("02 02 00 00 00 00 00 10 00 33 00 00 00 00 00 00 00 00 00 00 00 00 00 00")
        #expect(try SecurityMessage(body: Array(refused.dropFirst(8)).view).resultCode == .securityNotSupported)
        #expect(SecurityMessage(resultCode: .securityNotSupported).encoded() == refused)
    }
}
