import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Expected values: `Spec/wire-protocol.md` §10.
@Suite struct BatchTests {
    private static func row(_ index: UInt32, key: Int, namespace: String = "test", createOnly: Bool = false) -> BatchRow
    {
        BatchRow(
            index: index,
            digest: Message.digest(key),
            flags: [.hasInfo, .hasGeneration, .hasTimeToLive],
            header: MessageHeader(info2: createOnly ? [.write, .createOnly] : [.write]),
            fields: [Field(.namespace, text: namespace), Field(.set, text: Message.set)],
            operations: [.integer("a", Int(index))]
        )
    }

    private static func batch(_ flags: BatchFlags, _ rows: [BatchRow]) -> Message {
        Message(
            header: MessageHeader(info1: [.batch]),
            fields: [Field(.batch, BatchRows(flags: flags, rows: rows).encoded())]
        )
    }

    @Test func `rows are answered with their numbers and a final message`() throws {
        let server = TestServer()
        let replies = try server.answers(to: Self.batch([.respondAllKeys], [Self.row(7, key: 1), Self.row(9, key: 2)]))
        #expect(replies.map(\.header.transactionTimeToLive) == [7, 9, 0])
        #expect(replies.map(\.header.resultCode) == [.ok, .ok, .ok])
        #expect(replies.map(\.header.info3) == [[], [], [.last]])
    }

    @Test func `a repeated row takes everything but its key from the row before`() throws {
        let server = TestServer()
        var again = Self.row(1, key: 2)
        again.flags = [.repeated]
        _ = try server.answers(to: Self.batch([.respondAllKeys], [Self.row(0, key: 1), again]))
        #expect(try server.answer(to: .get(2)).operations == (try server.answer(to: .get(1)).operations))
    }

    static let failures: [(BatchFlags, [UInt8])] = [
        ([.respondAllKeys], [0, 5, 0, 0]), ([.respondAllKeys, .reportFailingRow], [0, 5, 0, 0]),
        ([.reportFailingRow], [0, 5, 0, 5]), ([], [5]),
    ]

    @Test(arguments: BatchTests.failures)
    func `flags decide how a failed row is told`(flags: BatchFlags, results: [UInt8]) throws {
        let server = TestServer()
        _ = try server.answer(to: .put(2))
        let rows = [Self.row(0, key: 1), Self.row(1, key: 2, createOnly: true), Self.row(2, key: 3)]
        let replies = try server.answers(to: Self.batch(flags, rows))
        #expect(replies.map(\.header.resultCode.rawValue) == results)
        #expect(try server.answer(to: .get(3)).header.resultCode == .ok)
    }

    @Test func `an unknown namespace ends the batch, the rows before it are done`() throws {
        let server = TestServer()
        let rows = [Self.row(0, key: 1), Self.row(1, key: 2, namespace: "nope"), Self.row(2, key: 3)]
        let replies = try server.answers(to: Self.batch([.respondAllKeys], rows))
        #expect(replies.map(\.header.resultCode) == [.parameter])
        #expect(replies.map(\.header.info3) == [[.last]])
        #expect(try server.answer(to: .get(1)).header.resultCode == .ok)
        #expect(try server.answer(to: .get(3)).header.resultCode == .notFound)
    }

    @Test func `a batch without rows, with fewer than promised or with a cut row is refused`() throws {
        let server = TestServer()
        let whole = BatchRows(flags: [.respondAllKeys], rows: [Self.row(0, key: 1), Self.row(1, key: 2)]).encoded()
        for length in 0..<whole.count {
            let message = Message(
                header: MessageHeader(info1: [.batch]),
                fields: [Field(.batch, Array(whole.prefix(length)))]
            )
            #expect(try server.answers(to: message).map(\.header.resultCode) == [.parameter], "cut at \(length)")
        }
    }
}
