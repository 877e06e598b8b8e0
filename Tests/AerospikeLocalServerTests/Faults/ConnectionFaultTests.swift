import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

@Suite struct `Faults of connections` {
    private let request = FaultyServer.request
    private let answer = FaultyServer.answer

    @Test func `a connection is reset when it is accepted, and the next one is not`() async throws {
        try await FaultyServer.run("connection#2=reset") { scene in
            let first = try scene.client()
            #expect(try scene.client().rest() == .reset)
            let third = try scene.client()
            for client in [first, third] {
                try client.send(self.request)
                #expect(try client.receive(self.answer.count) == self.answer)
            }
        }
    }

    @Test(arguments: [("close", SocketClient.Rest.end), ("half-close", .end), ("reset", .reset)])
    func `the n-th message ends the connection, and what came before is answered`(
        fault: String,
        rest: SocketClient.Rest
    ) async throws {
        try await FaultyServer.run("message#3=\(fault)") { scene in
            let client = try scene.client()
            try client.send(self.request + self.request + self.request + self.request)
            #expect(try client.receive(2 * self.answer.count) == self.answer + self.answer)
            #expect(client.rest() == rest)
        }
    }

    @Test func `a connection that is half closed takes what is sent`() async throws {
        try await FaultyServer.run("info#1=half-close") { scene in
            let client = try scene.client()
            try client.send(self.request)
            #expect(client.rest() == .end)
            for _ in 0..<100 { try client.send([UInt8](repeating: 0, count: 10_000)) }
            #expect(client.rest() == .end)
        }
    }

    @Test func `a connection that is silent stays open`() async throws {
        try await FaultyServer.run("info#1=silence") { scene in
            let client = try scene.client()
            try client.send(self.request)
            try client.send(self.request)
            let other = try scene.client()
            try other.send(self.request)
            #expect(try other.receive(self.answer.count) == self.answer)
            #expect(client.rest(waits: false) == .nothingYet)
        }
    }

    @Test func `a message whose connection ends is not carried out`() async throws {
        try await FaultyServer.run("record#1=reset") { scene in
            let client = try scene.client()
            try client.send(Message.put(1).encoded())
            #expect(client.rest() == .reset)
            let other = try scene.client()
            try other.send(Message.get(1).encoded())
            #expect(try other.messages().first?.header.resultCode == .notFound)
        }
    }

    @Test func `an answer is lost after its write was applied`() async throws {
        try await FaultyServer.run("record#1=cut:close@0") { scene in
            let client = try scene.client()
            try client.send(Message.put(1).encoded())
            #expect(client.rest() == .end)
            let other = try scene.client()
            try other.send(Message.get(1).encoded())
            #expect(try other.messages().first?.header.resultCode == .ok)
        }
    }

    @Test(arguments: [1, 7, 8, 9, 20])
    func `an answer is cut after any byte`(count: Int) async throws {
        try await FaultyServer.run("info#2=cut@\(count)") { scene in
            let client = try scene.client()
            try client.send(self.request + self.request)
            #expect(try client.receive(self.answer.count + count) == self.answer + self.answer.prefix(count))
            #expect(client.rest() == .reset)
        }
    }

    @Test func `headers and bytes are changed in one answer only`() async throws {
        try await FaultyServer.run("info#1=length:281474976710655; info#2=type:9; info#3=garble:3@10") { scene in
            let client = try scene.client()
            try client.send(self.request + self.request + self.request + self.request)
            var wanted = [self.answer, self.answer, self.answer, self.answer]
            wanted[0].replaceSubrange(2..<8, with: [255, 255, 255, 255, 255, 255])
            wanted[1][1] = 9
            wanted[2][10] ^= 3
            #expect(try client.receive(4 * self.answer.count) == Array(wanted.joined()))
        }
    }

    @Test func `an answer waits in front of a byte until it is released`() async throws {
        try await FaultyServer.run("info#1=delay:held@5") { scene in
            let client = try scene.client()
            try client.send(self.request + self.request)
            #expect(try client.receive(5) == Array(self.answer.prefix(5)))
            await scene.faults.waitUntilHeld()
            let other = try scene.client()
            try other.send(self.request)
            #expect(try other.receive(self.answer.count) == self.answer)
            #expect(client.rest(waits: false) == .nothingYet)
            scene.faults.release()
            #expect(try client.receive(2 * self.answer.count - 5) == self.answer.dropFirst(5) + self.answer)
        }
    }

    @Test func `an answer comes late by itself`() async throws {
        try await FaultyServer.run("info#1=delay:1") { scene in
            let client = try scene.client()
            try client.send(self.request)
            #expect(try client.receive(self.answer.count) == self.answer)
        }
    }

    @Test func `a frozen node accepts, answers nothing, and carries out all when it thaws`() async throws {
        try await FaultyServer.run("info#1=freeze:held") { scene in
            let clients = try (0..<3).map { _ in try scene.client() }
            try clients[0].send(self.request)
            await scene.faults.waitUntilHeld()
            try clients[1].send(Message.put(1).encoded())
            try clients[2].send(self.request)
            await scene.faults.waitUntilHeld(3)
            for client in clients { #expect(client.rest(waits: false) == .nothingYet) }
            scene.faults.release()
            #expect(try clients[0].receive(self.answer.count) == self.answer)
            #expect(try clients[1].messages().first?.header.resultCode == .ok)
            #expect(try clients[2].receive(self.answer.count) == self.answer)
            #expect(scene.faults.fired.count == 1)
        }
    }

    @Test func `a frozen node thaws after its time`() async throws {
        try await FaultyServer.run("info#1=freeze:1") { scene in
            let client = try scene.client()
            try client.send(self.request)
            #expect(try client.receive(self.answer.count) == self.answer)
        }
    }
}
