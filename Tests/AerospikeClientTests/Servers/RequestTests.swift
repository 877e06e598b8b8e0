import AerospikeProtocol
import NIOCore
import Synchronization
import Testing

@testable import AerospikeClient

@Suite struct `Requests to a server` {
    private static let last = Message(header: MessageHeader(info3: .last)).encoded()

    private static func record(_ number: UInt8) -> Message {
        let digest = [UInt8](repeating: number, count: 20)
        return Message(fields: [Field(.namespace, text: "test"), Field(.digest, digest)])
    }

    private static let request = ByteBuffer(bytes: Message(header: MessageHeader(info2: .write)).encoded())

    private static let scanRequest = PartitionScanRequest(namespace: "test", taskID: 1)

    /// Runs `body` with a cluster of one node that answers requests about records by a script.
    private func withNode<Result: Sendable>(
        limit: Int = 300,
        _ script: ScriptedServer.Script,
        _ body: (Cluster, Node, ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let scripted = ScriptedNode(id: "A")
        return try await ScriptedServer.with(ScriptedServer.Script { scripted.reply(to: $0) ?? script.reaction($0) }) {
            server in
            var configuration = ClusterConfiguration.test(server.port)
            configuration.maximumConnectionsPerNode = limit
            return try await Cluster.withCluster(configuration, logger: .silent) { cluster in
                let node = try #require(cluster.nodes.first)
                return try await body(cluster, node, server)
            }
        }
    }

    /// Walks a body: the digests' first bytes, and whether the end was in it.
    private func walk(_ body: ByteBuffer, into records: inout [UInt8]) throws -> ScanStep {
        for message in try Message.all(in: body.readableBytesSpan) {
            if message.header.info3.contains(.last) { return .finished }
            records.append(message[.digest]?.first ?? 0)
        }
        return .more
    }

    @Test func `return the result of a write`() async throws {
        let reply = Message(header: MessageHeader(resultCode: .generation)).encoded()
        let result = try await self.withNode(.always(.reply(reply))) { cluster, node, _ in
            try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
        }
        #expect(result == .generation)
    }

    /// No request of ours allows one.
    @Test func `refuse a compressed reply`() async throws {
        let message = Message(fields: [Field(.namespace, [UInt8](repeating: 65, count: 5000))]).encoded()
        let reply = try #require(CompressedMessage.deflate(message))
        try await self.withNode(.always(.reply(reply))) { cluster, node, server in
            let error = await #expect(throws: AerospikeError.self) {
                try await cluster.execute(Self.request, on: node, timeout: .seconds(3600))
            }
            #expect(error?.code == .badReply)
            #expect(error?.message == "a compressed message, which was not asked for")
            await server.waitForRequestClosed()
        }
    }

    @Test func `tell the results of a batch's rows`() async throws {
        let rows = [ResultCode.ok, .recordExists].enumerated().map { index, resultCode in
            Message(header: MessageHeader(resultCode: resultCode, transactionTimeToLive: UInt32(index)))
        }
        let reply = Message.encoded([rows[1]]) + Message.encoded([rows[0]]) + Self.last
        let told = try await self.withNode(.always(.reply(reply))) { cluster, node, _ in
            var told: [String] = []
            for _ in 0..<3 {
                let end = try await cluster.batch(Self.request, rows: 2, on: node, timeout: .seconds(3600)) {
                    index,
                    resultCode in
                    told.append("\(index):\(resultCode.rawValue)")
                    return true
                }
                told.append("end:\(end.rawValue)")
            }
            return told
        }
        #expect(told == ["1:5", "0:0", "end:0", "1:5", "0:0", "end:0", "1:5", "0:0", "end:0"])
    }

    /// The true end comes later, and would be that of the next batch.
    @Test func `give up the connection of a batch whose row is marked as the end`() async throws {
        let row = Message(header: MessageHeader(info3: .last, generation: 1))
        try await self.withNode(.always(.reply(row.encoded()))) { cluster, node, server in
            let error = await #expect(throws: AerospikeError.self) {
                _ = try await cluster.batch(Self.request, rows: 2, on: node, timeout: .seconds(3600)) { _, _ in true }
            }
            #expect(error?.code == .badReply)
            await server.waitForRequestClosed()
        }
    }

    @Test(arguments: [(ResultCode.recordExists, true), (.batchQueuesFull, false)])
    func `give up the connection of a batch refused as a row might be`(result: ResultCode, isGivenUp: Bool) async throws
    {
        let end = Message(header: MessageHeader(info3: .last, resultCode: result))
        let connections = try await self.withNode(.always(.reply(end.encoded()))) { cluster, node, server in
            for _ in 0..<3 {
                let told = try await cluster.batch(Self.request, rows: 1, on: node, timeout: .seconds(3600)) { _, _ in
                    true
                }
                #expect(told == result)
            }
            return server.connectionCount
        }
        #expect(connections == (isGivenUp ? 4 : 2), "one for the looks, the others for the batches")
    }

    @Test func `hand over a scan's messages in order on one connection`() async throws {
        let messages = (1...20).map { Message.encoded([Self.record(UInt8($0 * 2)), Self.record(UInt8($0 * 2 + 1))]) }
        let reply = messages.flatMap(\.self) + Self.last
        let connections = try await self.withNode(.always(.reply(reply))) { cluster, node, server in
            for _ in 0..<3 {
                var records: [UInt8] = []
                try await cluster.scan(Self.scanRequest, on: node, idleTimeout: .seconds(3600)) { body in
                    try self.walk(body, into: &records)
                }
                #expect(records == Array(2...41))
            }
            return server.connectionCount
        }
        #expect(connections == 2, "one for the looks, one for the scans")
    }

    @Test func `close the connection of a scan whose reader throws`() async throws {
        struct ReaderError: Error {}
        let reply = Message.encoded([Self.record(1)])
        try await self.withNode(.always(.reply(reply))) { cluster, node, server in
            await #expect(throws: ReaderError.self) {
                try await cluster.scan(Self.scanRequest, on: node, idleTimeout: .seconds(3600)) { _ in
                    throw ReaderError()
                }
            }
            await server.waitForRequestClosed()
        }
    }

    @Test func `end with the task`() async throws {
        let started = AsyncStream<Void>.makeStream()
        let script = ScriptedServer.Script { _ in
            started.continuation.yield()
            return .silence
        }
        try await self.withNode(script) { cluster, node, server in
            let code = await withTaskGroup(of: AerospikeError.Code?.self) { group in
                group.addTask {
                    do throws(AerospikeError) {
                        _ = try await cluster.execute(Self.request, on: node, timeout: .seconds(3600))
                        return nil
                    } catch {
                        return error.code
                    }
                }
                for await _ in started.stream { break }
                group.cancelAll()
                return await group.next() ?? nil
            }
            #expect(code == .cancelled)
            await server.waitForRequestClosed()
        }
    }

    /// The first is sent, the second waits for its connection, and the third begins when it is cancelled already.
    @Test func `may have been carried out when they are cancelled only if they were sent`() async throws {
        let started = AsyncStream<Void>.makeStream()
        let script = ScriptedServer.Script { _ in
            started.continuation.yield()
            return .silence
        }
        try await self.withNode(limit: 1, script) { cluster, node, _ in
            let write: @Sendable () async -> AerospikeError? = {
                do throws(AerospikeError) {
                    _ = try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
                    return nil
                } catch {
                    return error
                }
            }
            let errors = await withTaskGroup(of: AerospikeError?.self) { group in
                group.addTask { await write() }
                for await _ in started.stream { break }
                // Cancelled and at its end before the first one's connection comes free.
                var errors = await withTaskGroup(of: AerospikeError?.self) { others in
                    others.addTask { await write() }
                    for _ in 0..<100 { await Task.yield() }
                    others.cancelAll()
                    return await others.reduce(into: []) { $0.append($1) }
                }
                group.cancelAll()
                group.addTask { await write() }
                for await error in group { errors.append(error) }
                return errors
            }
            #expect(errors.map { $0?.code } == [.cancelled, .cancelled, .cancelled])
            #expect(errors.filter { $0?.mayHaveBeenCarriedOut == true }.count == 1)
        }
    }

    /// The error of a request whose time ends behind its sending. A busy machine may need all of the time to connect, or to send;
    /// then there is more the next time.
    private func errorWhenSent(_ send: (Duration) async throws -> Void) async throws -> AerospikeError {
        var time = Duration.seconds(1)
        while true {
            let error = try #require(await #expect(throws: AerospikeError.self) { try await send(time) })
            guard error.isUnsent else { return error }
            #expect(error.code == .timeout)
            time *= 2
        }
    }

    @Test func `fail after the time given and work again afterwards`() async throws {
        let reply = Message().encoded()
        let arrived = Atomic<Int>(0)
        let script = ScriptedServer.Script { _ in
            arrived.add(1, ordering: .relaxed).oldValue == 0 ? .silence : .reply(reply)
        }
        try await self.withNode(script) { cluster, node, server in
            let error = try await self.errorWhenSent {
                _ = try await cluster.execute(Self.request, on: node, timeout: $0)
            }
            #expect(error.code == .timeout)
            #expect(error.node == node.description)
            await server.waitForRequestClosed()
            let result = try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
            #expect(result == .ok)
        }
    }

    @Test func `fail a scan that falls silent`() async throws {
        try await self.withNode(.always(.silence)) { cluster, node, server in
            let error = await #expect(throws: AerospikeError.self) {
                try await cluster.scan(Self.scanRequest, on: node, idleTimeout: .milliseconds(20)) { _ in .more }
            }
            #expect(error?.code == .timeout)
            #expect(error?.message == "no answer in time, and the server does not know the scan")
            await server.waitForRequestClosed()
        }
    }

    @Test func `bear the silence of a scan that the server says goes on, but not a second time without progress`()
        async throws
    {
        let asked = Atomic<Int>(0)
        let scripted = ScriptedNode(id: "A")
        scripted["query-show:trid=1"] = "trid=1:status=active(ok):job-progress=12.50:run-time=5:recs-succeeded=7"
        let script = ScriptedServer.Script { request in
            if request.commands == ["query-show:trid=1"] { asked.add(1, ordering: .relaxed) }
            return scripted.reply(to: request) ?? .silence
        }
        try await ScriptedServer.with(script) { server in
            try await Cluster.withCluster(.test(server.port), logger: .silent) { cluster in
                let node = try #require(cluster.nodes.first)
                let error = await #expect(throws: AerospikeError.self) {
                    try await cluster.scan(Self.scanRequest, on: node, idleTimeout: .milliseconds(20)) { _ in .more }
                }
                #expect(error?.message == "no answer in time, and the scan makes no progress")
                #expect(asked.load(ordering: .relaxed) == 2)
                await server.waitForRequestClosed()
            }
        }
    }

    /// A server that says nothing, one that sends a message which is never whole, and one whose messages have no end.
    @Test(arguments: [
        ScriptedServer.Reaction.silence,
        .endless([2, 3, 0, 0, 8, 0, 0, 0], [22]),
        .endless(Message.encoded([Self.record(1)]), Message.encoded([Self.record(1)])),
    ])
    func `end a scan at its deadline`(reaction: ScriptedServer.Reaction) async throws {
        try await self.withNode(.always(reaction)) { cluster, node, server in
            let error = try await self.errorWhenSent {
                let deadline = ContinuousClock.now + $0
                let longest = Duration.seconds(3600)
                try await cluster.scan(Self.scanRequest, on: node, idleTimeout: longest, deadline: deadline) { _ in
                    .more
                }
            }
            #expect(error.message == "no answer in time")
            await server.waitForRequestClosed()
        }
    }

    /// The one connection is new, or idle, or taken.
    @Test func `are not sent when no time is left`() async throws {
        let reply = Message().encoded()
        let written = Atomic<Int>(0)
        let script = ScriptedServer.Script { _ in
            written.add(1, ordering: .relaxed)
            return .reply(reply)
        }
        try await self.withNode(limit: 1, script) { cluster, node, server in
            for message in ["no time was left to connect", "no time was left to send"] {
                let error = await #expect(throws: AerospikeError.self) {
                    try await cluster.write(Self.request, on: node, timeout: .zero)
                }
                #expect(error?.code == .timeout && error?.message == message)
                #expect(error?.mayHaveBeenCarriedOut == false)
                let result = try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
                #expect(result == .ok)
            }
            try await cluster.directory.pool(of: node).withConnection(until: .distantFuture) { _ in
                let error = await #expect(throws: AerospikeError.self) {
                    try await cluster.write(Self.request, on: node, timeout: .zero)
                }
                #expect(error?.code == .timeout && error?.message == "no time was left to connect")
                return .success(())
            }
            let error = await #expect(throws: AerospikeError.self) {
                try await cluster.scan(Self.scanRequest, on: node, idleTimeout: .seconds(3600), deadline: .now) { _ in
                    .more
                }
            }
            #expect(error?.message == "no time was left to send" && error?.mayHaveBeenCarriedOut == false)
            let result = try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
            #expect(result == .ok)
            #expect(written.load(ordering: .relaxed) == 3)
            #expect(server.connectionCount == 2, "one for the looks, one for the requests")
        }
    }

    @Test func `are tried once more when an idle connection had been closed`() async throws {
        let reply = Message().encoded()
        // Every connection answers one request and closes at the second.
        let script = ScriptedServer.Script { $0.number == 1 ? .reply(reply) : .close }
        try await self.withNode(script) { cluster, node, server in
            for _ in 0..<5 {
                let body = try await cluster.execute(Self.request, on: node, timeout: .seconds(3600))
                #expect(body.readableBytes == 22)
            }
            #expect(server.connectionCount == 6)
        }
    }

    /// The server may have carried the write out before it closed: whoever sent it has to know.
    @Test func `are not tried once more if they write`() async throws {
        let reply = Message().encoded()
        let script = ScriptedServer.Script { $0.number == 1 ? .reply(reply) : .close }
        try await self.withNode(script) { cluster, node, server in
            let result = try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
            #expect(result == .ok)
            let error = await #expect(throws: AerospikeError.self) {
                try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
            }
            #expect(error?.code == .connectionLost && error?.mayHaveBeenCarriedOut == true)
            #expect(server.connectionCount == 2)
        }
    }

    @Test func `fail when a fresh connection is closed`() async throws {
        try await self.withNode(.always(.close)) { cluster, node, server in
            let error = await #expect(throws: AerospikeError.self) {
                try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
            }
            #expect(error?.code == .connectionLost)
            #expect(server.connectionCount == 2)
        }
    }

    @Test func `fail when the answer is cut`() async throws {
        let reply = Array(Message().encoded().dropLast())
        try await self.withNode(.always(.replyAndClose(reply))) { cluster, node, _ in
            let error = await #expect(throws: AerospikeError.self) {
                try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
            }
            #expect(error?.code == .connectionLost)
        }
    }

    @Test(arguments: [
        Array("HTTP/1.1 400 Bad Request".utf8), InfoReply([]).encoded(), [2, 3, 0, 0, 0, 0, 0, 1, 9],
        [2, 3, 0, 0, 0, 0, 0, 0],
    ])
    func `refuse an answer that cannot be read`(reply: [UInt8]) async throws {
        try await self.withNode(.always(.reply(reply))) { cluster, node, _ in
            let error = await #expect(throws: AerospikeError.self) {
                try await cluster.write(Self.request, on: node, timeout: .seconds(3600))
            }
            #expect(error?.code == .badReply)
        }
    }

    @Test func `wait for each other beyond the limit of connections`() async throws {
        let reply = Message().encoded()
        try await self.withNode(limit: 2, .always(.reply(reply))) { cluster, node, server in
            let count = try await withThrowingTaskGroup(of: ResultCode.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await cluster.write(Self.request, on: node, timeout: .seconds(3600)) }
                }
                var count = 0
                for try await result in group where result == .ok { count += 1 }
                return count
            }
            #expect(count == 50)
            #expect(server.connectionCount <= 3)
        }
    }

    @Test func `to a node that is no member fail`() async throws {
        try await self.withNode(.always(.silence)) { cluster, _, _ in
            let stranger = Node(id: "Z", host: "127.0.0.1", port: 1, build: "8.1.0.3")
            let error = await #expect(throws: AerospikeError.self) { try await cluster.info("build", on: stranger) }
            #expect(error?.code == .invalidNode)
        }
    }

    @Test func `of text return values and errors as they are`() async throws {
        try await self.withNode(.always(.silence)) { cluster, node, _ in
            let build = try await cluster.info("build", on: node)
            #expect(build == "8.1.0.3")
            let value = try await cluster.info("nonsense", on: node)
            #expect(value == "ERROR:4:unrecognized command")
            #expect(InfoFailure(value: value)?.code == 4)
            let reply = try await cluster.info(["node", "build"], on: node)
            #expect(reply["node"] == "A")
            let error = await #expect(throws: AerospikeError.self) { try await cluster.indexes(of: "test") }
            #expect(error?.resultCode == .parameter)
        }
    }
}
