import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Expected values: `Spec/wire-protocol.md` §9.1.
@Suite struct WritePolicyTests {
    struct Case: Sendable {
        var info2: Info2Flags = []
        var info3: Info3Flags = []
        var generation: UInt32 = 0
        /// The generation of the record before the write; 0 for none.
        var before: Int
        var result: UInt8
    }

    static let cases: [Case] = [
        Case(before: 0, result: 0), Case(before: 2, result: 0),
        Case(info3: [.updateOnly], before: 0, result: 2), Case(info3: [.updateOnly], before: 1, result: 0),
        Case(info3: [.replaceOnly], before: 0, result: 2), Case(info3: [.replaceOnly], before: 1, result: 0),
        Case(info3: [.createOrReplace], before: 0, result: 0), Case(info3: [.createOrReplace], before: 1, result: 0),
        Case(info2: [.createOnly], before: 0, result: 0), Case(info2: [.createOnly], before: 1, result: 5),
        Case(info2: [.generationEqual], generation: 2, before: 2, result: 0),
        Case(info2: [.generationEqual], generation: 1, before: 2, result: 3),
        Case(info2: [.generationEqual], generation: 0, before: 0, result: 0),
        Case(info2: [.generationEqual], generation: 65_538, before: 2, result: 3),
        Case(info2: [.generationGreater], generation: 3, before: 2, result: 0),
        Case(info2: [.generationGreater], generation: 2, before: 2, result: 3),
        Case(info2: [.generationGreater], generation: 1, before: 0, result: 0),
        Case(info2: [.generationGreater], generation: 0, before: 0, result: 3),
        Case(info2: [.generationGreater, .createOnly], generation: 1, before: 2, result: 5),
        Case(info2: [.createOnly], info3: [.updateOnly], before: 0, result: 2),
    ]

    @Test(arguments: WritePolicyTests.cases)
    func `policies decide about a write`(policy: Case) throws {
        let server = TestServer()
        for _ in 0..<policy.before { _ = try server.answer(to: .put(1)) }
        let reply = try server.answer(
            to: .put(1, 9, info2: policy.info2, info3: policy.info3, generation: policy.generation)
        )
        #expect(reply.header.resultCode.rawValue == policy.result)
        let kept = UInt32(policy.before)
        #expect(reply.header.generation == (policy.result == 0 ? kept + 1 : kept))
    }

    @Test func `replacing drops the other bins and keeps key and set`() throws {
        let server = TestServer()
        let key = Field(.userKey, [3] + Array("k".utf8))
        _ = try server.answer(to: .put(1, fields: [key]))
        _ = try server.answer(to: .command(1, info2: [.write], operations: [.integer("b", 2)]))
        #expect(try server.answer(to: .get(1)).operations.map(\.name) == [Array("a".utf8), Array("b".utf8)])
        _ = try server.answer(
            to: .command(1, info2: [.write], info3: [.createOrReplace], operations: [.integer("c", 3)])
        )
        #expect(try server.answer(to: .get(1)).operations.map(\.name) == [Array("c".utf8)])
        let other = Field(.userKey, [3] + Array("x".utf8))
        #expect(try server.answer(to: .get(1, fields: [other])).header.resultCode == .keyMismatch)
    }

    @Test func `generations wrap from 65535 to 1`() throws {
        let server = TestServer()
        for _ in 0..<65_535 { _ = try server.answer(to: .put(1)) }
        #expect(try server.answer(to: .get(1)).header.generation == 65_535)
        #expect(try server.answer(to: .put(1)).header.generation == 1)
    }

    @Test func `the last bin takes the record with it`() throws {
        let server = TestServer()
        let null = AerospikeProtocol.Operation(.write, name: Array("a".utf8))
        #expect(try server.answer(to: .command(1, info2: [.write], operations: [null])).header.resultCode == .notFound)
        _ = try server.answer(to: .put(1))
        let reply = try server.answer(to: .command(1, info2: [.write], operations: [null]))
        #expect(reply.header.resultCode == .ok)
        #expect(reply.header.generation == 0)
        #expect(try server.answer(to: .get(1)).header.resultCode == .notFound)
        #expect(server.state.namespaces[0].objects == 0)
    }

    @Test func `a record may be as large as the server says and no larger`() throws {
        let server = TestServer()
        for (size, result) in [(1_048_527, ResultCode.ok), (1_048_528, .recordTooBig)] {
            let blob = AerospikeProtocol.Operation(
                .write,
                name: Array("a".utf8),
                particleType: .blob,
                value: [UInt8](repeating: 7, count: size)
            )
            let reply = try server.answer(
                to: .command(1, info2: [.write], timeToLive: VoidTime.neverTimeToLive, set: "s", operations: [blob])
            )
            #expect(reply.header.resultCode == result)
        }
    }

    @Test(arguments: [("fifteen_chars__", UInt8(0)), ("sixteen_chars___", 21), ("a\0b", 21), ("", 0)])
    func `bin names have limits`(name: String, result: UInt8) throws {
        let server = TestServer()
        let reply = try server.answer(to: .command(1, info2: [.write], operations: [.integer(name, 1)]))
        #expect(reply.header.resultCode.rawValue == result)
    }

    @Test func `calls of functions say that no Lua runs here`() throws {
        let server = TestServer()
        let fields = [
            Field(.functionModule, text: "m"), Field(.functionName, text: "f"), Field(.functionArguments, [0x90]),
        ]
        let reply = try server.answer(to: .command(1, info2: [.write], fields: fields))
        #expect(reply.header.resultCode == .functionFailed)
        #expect(reply.operations.map(\.name) == [Array("FAILURE".utf8)])
    }
}
