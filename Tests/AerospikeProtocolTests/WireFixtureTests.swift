import AerospikeProtocol
import Testing

@Suite struct `Messages of real clients and servers` {
    @Test func `are there`() {
        #expect(WireFixture.all.count > 400)
        #expect(Set(WireFixture.all.map(\.type)).isSuperset(of: [1, 3]))
    }

    @Test func `have headers that come out the same`() throws {
        for fixture in WireFixture.all {
            var reader = ByteReader(fixture.bytes.view)
            let header = try ProtocolHeader(reading: &reader)
            #expect(header.bodySize == fixture.body.count, "\(fixture.place)")
            #expect(Int(header.kind.rawValue) == fixture.type, "\(fixture.place)")
            var writer = ByteWriter(capacity: 16)
            header.write(to: &writer)
            #expect([UInt8](copying: writer.bytes) == Array(fixture.bytes.prefix(8)), "\(fixture.place)")
        }
    }

    @Test func `of the text protocol come out the same`() {
        for fixture in WireFixture.all where fixture.type == 1 {
            let again =
                fixture.side == "client"
                ? InfoRequest(body: fixture.body.view).encoded() : InfoReply(body: fixture.body.view).encoded()
            #expect(again == fixture.bytes, "\(fixture.place)")
        }
    }

    @Test func `of commands come out the same`() throws {
        for fixture in WireFixture.all where fixture.type == 3 {
            let messages = try Message.all(in: fixture.body.view)
            #expect(Message.encoded(messages) == fixture.bytes, "\(fixture.place)")
            for message in messages {
                guard let batch = message[.batch] else { continue }
                #expect(try BatchRows(field: batch.view).encoded() == batch, "\(fixture.place)")
            }
        }
    }

    @Test func `of security come out the same`() throws {
        for fixture in WireFixture.all where fixture.type == 2 {
            #expect(try SecurityMessage(body: fixture.body.view).encoded() == fixture.bytes, "\(fixture.place)")
        }
    }

    @Test func `that are cut are errors, unless what is left is whole messages`() {
        for fixture in WireFixture.all where fixture.type == 3 && fixture.body.count < 2_000 {
            let body = fixture.body
            for count in 1..<body.count {
                let part = Array(body[..<count])
                guard let messages = try? Message.all(in: part.view) else { continue }
                var writer = ByteWriter(capacity: 16)
                for message in messages { message.write(to: &writer) }
                #expect([UInt8](copying: writer.bytes) == part, "\(fixture.place) cut behind \(count) bytes")
            }
        }
    }

    @Test func `with cut batches are errors`() throws {
        for fixture in WireFixture.all where fixture.type == 3 && fixture.side == "client" {
            guard let batch = try Message.all(in: fixture.body.view).first?[.batch] else { continue }
            for count in 0..<min(batch.count, 3_000) {
                let part = Array(batch[..<count])
                #expect(throws: ProtocolError.self, "\(fixture.place) cut behind \(count) bytes") {
                    try BatchRows(field: part.view)
                }
            }
        }
    }

    @Test(arguments: 0..<40)
    func `with changed bytes are errors or other messages, and nothing worse`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        for fixture in WireFixture.all where fixture.body.count > 0 && fixture.body.count < 4_000 {
            var body = fixture.body
            for _ in 0...generator.below(3) {
                body[generator.below(body.count)] = UInt8(truncatingIfNeeded: generator.next())
            }
            _ = InfoReply(body: body.view)
            _ = InfoRequest(body: body.view)
            _ = try? SecurityMessage(body: body.view)
            _ = try? CompressedMessage.inflate(body: body.view)
            guard let messages = try? Message.all(in: body.view) else { continue }
            for message in messages { _ = try? message[.batch].map { field in try BatchRows(field: field.view) } }
        }
    }
}
