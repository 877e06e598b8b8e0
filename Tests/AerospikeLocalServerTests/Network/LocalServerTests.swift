import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

@Suite struct LocalServerTests {
    private static let request = InfoRequest(["build"]).encoded()
    private static let answer = Array("build\t8.1.0.3\n".utf8)

    @Test func `messages in pieces and several at once are answered in order`() async throws {
        try await LocalServer.run { server in
            let client = try SocketClient(port: server.port)
            for byte in Self.request { try client.send([byte]) }
            #expect(try client.message() == Self.answer)
            try client.send(Self.request + Message.put(1).encoded() + Message.get(1).encoded() + Self.request)
            #expect(try client.message() == Self.answer)
            #expect(try client.messages().first?.header.generation == 1)
            #expect(try client.messages().first?.operations.count == 1)
            #expect(try client.message() == Self.answer)
        }
    }

    @Test(arguments: [[UInt8(1), 1, 0, 0, 0, 0, 0, 1, 10], [2, 9, 0, 0, 0, 0, 0, 1, 10], [2, 3, 0, 0, 9, 0, 0, 0]])
    func `what is not the protocol closes the connection`(bytes: [UInt8]) async throws {
        try await LocalServer.run { server in
            let client = try SocketClient(port: server.port)
            try client.send(bytes)
            #expect(try client.receive(1) == [])
        }
    }

    @Test func `a login is told that there is no security, and the connection stays`() async throws {
        try await LocalServer.run { server in
            let client = try SocketClient(port: server.port)
            try client.send(SecurityMessage(command: 20).encoded())
            let reply = try client.message()
            #expect(try SecurityMessage(body: reply.view).resultCode == .securityNotSupported)
            try client.send(Self.request)
            #expect(try client.message() == Self.answer)
        }
    }

    @Test func `compressed commands are run`() async throws {
        try await LocalServer.run { server in
            let client = try SocketClient(port: server.port)
            let name = AerospikeProtocol.Operation(
                .write,
                name: Array("s".utf8),
                particleType: .string,
                value: [UInt8](repeating: 97, count: 1000)
            )
            let put = Message.command(1, info2: [.write], operations: [name]).encoded()
            try client.send(try #require(CompressedMessage.deflate(put)))
            #expect(try client.messages().first?.header.resultCode == .ok)
        }
    }

    @Test func `a scan of many records flows to a slow reader and leaves room for others`() async throws {
        let count = 10_000
        try await LocalServer.run(configuration: LocalServerConfiguration(threads: 1)) { server in
            try await server.load(records: count)
            let reader = try SocketClient(port: server.port)
            var request = PartitionScanRequest(namespace: "test", set: "perf", taskID: 1)
            request.partitions = PartitionID.all
            try reader.send(request.encoded())
            let other = try SocketClient(port: server.port)
            try other.send(Self.request)
            #expect(try other.message() == Self.answer)
            var records = 0
            while true {
                let messages = try reader.messages()
                if messages.last?.header.info3 == [.last] { break }
                records += messages.count
            }
            #expect(records == count)
        }
    }

    @Test func `a scan that nobody reads ends with its connection`() async throws {
        try await LocalServer.run(configuration: LocalServerConfiguration(threads: 1)) { server in
            try await server.load(records: 20_000)
            var reader: SocketClient? = try SocketClient(port: server.port)
            var request = PartitionScanRequest(namespace: "test", taskID: 1)
            request.partitions = PartitionID.all
            try reader?.send(request.encoded())
            _ = try reader?.receive(100)
            #expect(server.state.jobs.activeCount == 1)
            reader = nil
            while server.state.jobs.activeCount > 0 { await Task.yield() }
            #expect(server.state.jobs.jobs.map(\.status) == [.abandoned])
        }
    }

    @Test func `a port in use is an error that names it`() async throws {
        try await LocalServer.run { server in
            let error = await #expect(throws: LocalServerError.self) {
                try await LocalServer.run(configuration: LocalServerConfiguration(port: server.port)) { _ in }
            }
            #expect(error?.code == .cannotListen)
            #expect(error?.message.contains(String(server.port)) == true)
        }
    }

    @Test(arguments: [[], [""], ["a", "a"], ["with blank"], [String(repeating: "n", count: 32)]])
    func `namespaces have names of their own`(namespaces: [String]) async {
        await #expect(throws: LocalServerError.self) {
            try await LocalServer.run(configuration: LocalServerConfiguration(namespaces: namespaces)) { _ in }
        }
    }
}
