import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Expected values: `Spec/wire-protocol.md` §9.2.
@Suite struct TimeToLiveTests {
    static let requests: [(UInt32, UInt8, UInt32?)] = [
        (0, 0, nil), (0xFFFF_FFFF, 0, nil), (0xFFFF_FFFE, 0, nil), (100, 0, 100),
        (315_360_000, 0, 315_360_000), (315_360_001, 4, nil), (0xFFFF_FFFD, 4, nil),
    ]

    @Test(arguments: TimeToLiveTests.requests)
    func `times to live become void times`(requested: UInt32, result: UInt8, lasts: UInt32?) throws {
        let server = TestServer()
        let reply = try server.answer(to: .put(1, timeToLive: requested))
        #expect(reply.header.resultCode.rawValue == result)
        #expect(reply.header.recordTimeToLive == (lasts.map { server.now + $0 } ?? 0))
    }

    @Test func `a write may leave the void time as it is`() throws {
        let server = TestServer()
        let voidTime = try server.answer(to: .put(1, timeToLive: 50)).header.recordTimeToLive
        server.advance(seconds: 10)
        #expect(try server.answer(to: .put(1, timeToLive: 0xFFFF_FFFE)).header.recordTimeToLive == voidTime)
        #expect(try server.answer(to: .put(1, timeToLive: 0)).header.recordTimeToLive == 0)
    }

    @Test func `expired records are gone at once`() throws {
        let server = TestServer()
        _ = try server.answer(to: .put(1, timeToLive: 50))
        server.advance(seconds: 49)
        #expect(try server.answer(to: .get(1)).header.resultCode == .ok)
        server.advance(seconds: 1)
        #expect(try server.answer(to: .get(1)).header.resultCode == .notFound)
        #expect(try server.answer(to: .put(1, info3: [.updateOnly])).header.resultCode == .notFound)
        let reply = try server.answer(to: .put(1, info2: [.createOnly]))
        #expect(reply.header.resultCode == .ok)
        #expect(reply.header.generation == 1)
        #expect(server.state.namespaces[0].objects == 1)
    }

    @Test func `a namespace that is not swept forbids times to live`() throws {
        let server = TestServer()
        #expect(server.info("set-config:context=namespace;id=test;nsup-period=0") == "ok")
        #expect(try server.answer(to: .put(1, timeToLive: 50)).header.resultCode == .forbidden)
        #expect(try server.answer(to: .put(1, timeToLive: 0)).header.resultCode == .ok)
        #expect(server.info("set-config:context=namespace;id=test;allow-ttl-without-nsup=true") == "ok")
        #expect(try server.answer(to: .put(1, timeToLive: 50)).header.resultCode == .ok)
    }

    @Test func `the default of the namespace holds for 0`() throws {
        let server = TestServer()
        #expect(server.info("set-config:context=namespace;id=test;default-ttl=2m") == "ok")
        #expect(try server.answer(to: .put(1)).header.recordTimeToLive == server.now + 120)
    }

    @Test func `sweeps remove what has expired and nothing else`() throws {
        let server = TestServer()
        for key in 0..<10 { _ = try server.answer(to: .put(key, timeToLive: key < 4 ? 50 : 0)) }
        server.advance(seconds: 60)
        let namespace = server.state.namespaces[0]
        #expect(namespace.objects == 10)
        namespace.removeExpired(at: server.state.clock.moment)
        #expect(namespace.objects == 6)
    }
}
