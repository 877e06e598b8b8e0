import AerospikeProtocol
import BackupFormat
import Testing

@Suite struct `Replies of a scan` {
    static func item(_ message: Message) throws -> (item: ScanItem, text: String) {
        var body = ByteWriter(capacity: 16)
        message.write(to: &body)
        let bytes = body.finish()
        var reader = ByteReader(bytes.view)
        var encoder = RecordTextEncoder(namespace: "my ns", compact: false)
        var writer = ByteWriter(capacity: 16)
        let item = try encoder.appendNext(from: &reader, to: &writer)
        let isAtEnd = reader.isAtEnd
        #expect(isAtEnd)
        return (item, String(decoding: writer.bytes))
    }

    static let digest = Digest(set: Array("demo".utf8), keyType: .string, key: Array("k1".utf8))

    static func record(_ operations: [Operation], key: [UInt8]? = nil) -> Message {
        var fields = [Field(.digest, Self.digest.bytes)]
        if let key { fields.append(Field(.userKey, key)) }
        return Message(
            header: MessageHeader(generation: 3, recordTimeToLive: 500_000_000),
            fields: fields,
            operations: operations
        )
    }

    static let head = "+ n my\\ ns\n+ d t0f1hU0LMyWZKNDPq3+tgdar+/Y=\n+ g 3\n+ t 500000000\n"

    @Test func `may be the last message, whatever else it says`() throws {
        let header = MessageHeader(info3: [.last, .partitionDone], resultCode: .scanAborted, generation: 7)
        #expect(try Self.item(Message(header: header)).item == .end(.scanAborted))
    }

    /// Servers before 6.0 end each partition so; with one bit more that would be the end of all.
    @Test(arguments: [Info3Flags.last, [.last, .partitionDone]], [UInt32(0), 1, 4095])
    func `that end a partition with success do not end the scan`(flags: Info3Flags, partition: UInt32) throws {
        let message = Message(header: MessageHeader(info3: flags, generation: partition))
        guard flags != .last || partition != 0 else {
            #expect(try Self.item(message).item == .end(.ok))
            return
        }
        let error = #expect(throws: FormatError.self) { try Self.item(message) }
        #expect(error?.code == .badMessage)
    }

    @Test func `may tell of a partition`() throws {
        let header = MessageHeader(info3: .partitionDone, resultCode: .partitionUnavailable, generation: 937)
        let partition = try #require(PartitionID(937))
        let (item, text) = try Self.item(Message(header: header))
        #expect(item == .partitionUnavailable(partition, .partitionUnavailable))
        #expect(text.isEmpty)
    }

    @Test func `may be an error at once`() throws {
        #expect(try Self.item(Message(header: MessageHeader(resultCode: .parameter))).item == .failure(.parameter))
    }

    /// One bit of a record's header makes it an end: what follows would be left out.
    @Test(arguments: [Info3Flags.last, .partitionDone, [.last, .partitionDone]])
    func `that are records are no ends`(flags: Info3Flags) {
        for info1 in [Info1Flags(), .noBins] {
            let bins = info1 == .noBins ? [] : [Operation(.read, name: [97])]
            var message = Self.record(bins)
            message.header.info1 = info1
            message.header.info3 = flags
            let error = #expect(throws: FormatError.self) { try Self.item(message) }
            #expect(error?.code == .badMessage)
        }
    }

    @Test(arguments: [ResultCode.notFound, .parameter]) func `that are records are no errors`(result: ResultCode) {
        var message = Self.record([])
        message.header.resultCode = result
        let error = #expect(throws: FormatError.self) { try Self.item(message) }
        #expect(error?.code == .badMessage)
    }

    /// Of errors before a scan begins.
    @Test func `may name the request with an error`() throws {
        let message = Message(
            header: MessageHeader(resultCode: .namespaceNotFound),
            fields: [Field(.taskID, [0, 0, 0, 0, 0, 0, 0, 1])]
        )
        #expect(try Self.item(message).item == .failure(.namespaceNotFound))
    }

    @Test func `are over behind the last message`() throws {
        var body = ByteWriter(capacity: 16)
        for message in [Message(header: MessageHeader(info3: .last)), Self.record([])] { message.write(to: &body) }
        let bytes = body.finish()
        var reader = ByteReader(bytes.view)
        var encoder = RecordTextEncoder(namespace: "test", compact: false)
        var writer = ByteWriter(capacity: 16)
        do throws(FormatError) {
            _ = try encoder.appendNext(from: &reader, to: &writer)
            Issue.record("no error")
        } catch {
            #expect(error.code == .badMessage)
        }
    }

    @Test func `with an impossible partition are malformed`() {
        #expect(throws: FormatError.self) {
            try Self.item(Message(header: MessageHeader(info3: .partitionDone, generation: 4096)))
        }
    }

    @Test func `without a digest are malformed`() {
        let error = #expect(throws: FormatError.self) { try Self.item(Message(fields: [Field(.digest, [1])])) }
        #expect(error?.code == .badMessage)
    }

    static let bins: [(Operation, String)] = [
        (Operation(.read, name: Array("a b".utf8)), #"- N a\ b"#),
        (Operation(.read, name: Array(#"a\b"#.utf8)), #"- N a\\b"#),
        (Operation(.read, name: [0x0A]), "- N \\\n"),
        (Operation(.read, name: []), "- N "),
        (Operation(.read, name: [0xC3, 0xA9], particleType: .boolean, value: [1]), "- Z é T"),
        (Operation(.read, name: [97], particleType: .boolean, value: [0]), "- Z a F"),
        (
            Operation(.read, name: [97], particleType: .integer, value: [128, 0, 0, 0, 0, 0, 0, 0]),
            "- I a -9223372036854775808"
        ),
        (Operation(.read, name: [97], particleType: .string, value: Array("a b\nc".utf8)), "- S a 5 a b\nc"),
        (Operation(.read, name: [97], particleType: .string, value: []), "- S a 0 "),
        (Operation(.read, name: [97], particleType: .list, value: [0x93, 1, 2, 3]), "- L a 8 kwECAw=="),
        (
            Operation(.read, name: [97], particleType: .geoJSON, value: [1, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9, 123, 125]),
            "- G a 2 {}"
        ),
        (Operation(.read, name: [97], particleType: .javaBlob, value: []), "- J a 0 "),
    ]

    @Test(arguments: Self.bins)
    func `become lines`(operation: Operation, line: String) throws {
        let (item, text) = try Self.item(Self.record([operation]))
        #expect(item == .record(Self.digest))
        #expect(text == Self.head + "+ b 1\n" + line + "\n")
    }

    static let keys: [([UInt8], String)] = [
        ([1, 255, 255, 255, 255, 255, 255, 255, 249], "I -7"), ([3, 97, 10, 98], "S 3 a\nb"), ([3], "S 0 "),
        ([4, 0, 1, 2], "B 4 AAEC"), ([2, 0x3F, 0xB9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A], "D 0.10000000000000001"),
    ]

    @Test(arguments: Self.keys)
    func `have keys`(key: [UInt8], line: String) throws {
        #expect(try Self.item(Self.record([], key: key)).text == "+ k " + line + "\n" + Self.head + "+ b 0\n")
    }

    static let unsupported: [Message] = [
        Self.record([Operation(.read, name: [97], particleType: .vector, value: [1])]),
        Self.record([Operation(.read, name: [97], particleType: ParticleType(rawValue: 99), value: [1])]),
        Self.record([Operation(.read, name: [97], particleType: .integer, value: [1])]),
        Self.record([Operation(.read, name: [97], particleType: .geoJSON, value: [0, 0, 1, 0])]),
        Self.record([], key: [23, 0, 0, 0]), Self.record([], key: []),
    ]

    @Test(arguments: Self.unsupported)
    func `with a type the text does not know are passed over`(message: Message) throws {
        var body = ByteWriter(capacity: 16)
        for message in [Self.record([]), message, Self.record([])] { message.write(to: &body) }
        let bytes = body.finish()
        var reader = ByteReader(bytes.view)
        var encoder = RecordTextEncoder(namespace: "my ns", compact: false)
        var writer = ByteWriter(capacity: 16)
        _ = try encoder.appendNext(from: &reader, to: &writer)
        do throws(FormatError) {
            _ = try encoder.appendNext(from: &reader, to: &writer)
            Issue.record("no error")
        } catch {
            #expect(error.code == .unsupportedParticle)
            #expect(error.digest == Self.digest)
        }
        _ = try encoder.appendNext(from: &reader, to: &writer)
        let text = String(decoding: writer.bytes)
        #expect(text == Self.head + "+ b 0\n" + Self.head + "+ b 0\n")
    }

    @Test func `that are cut anywhere are errors and append nothing`() {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<20 {
            var body = ByteWriter(capacity: 16)
            generator.scanMessage().write(to: &body)
            let whole = body.finish()
            for count in 0..<whole.count {
                let bytes = Array(whole[..<count])
                var reader = ByteReader(bytes.view)
                var encoder = RecordTextEncoder(namespace: "test", compact: false)
                var writer = ByteWriter(capacity: 16)
                do throws(FormatError) {
                    _ = try encoder.appendNext(from: &reader, to: &writer)
                    Issue.record("no error behind \(count) bytes")
                } catch {
                    #expect(error.code == .badMessage)
                    let written = writer.count
                    #expect(written == 0)
                }
            }
        }
    }
}
