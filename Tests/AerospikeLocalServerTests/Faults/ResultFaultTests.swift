import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

@Suite struct `Faults of results` {
    private static let codes: [UInt8] = [1, 2, 7, 9, 11, 14, 15, 18, 22, 83, 151, 152]

    /// All messages of the answer to a scan, up to the one that ends it.
    private func answer(to scan: [UInt8], from client: SocketClient) throws -> [Message] {
        try client.send(scan)
        var all: [Message] = []
        while true {
            all += try client.messages()
            if all.last?.header.info3.contains(.last) == true || all.last?.header.resultCode != .ok { return all }
        }
    }

    @Test(arguments: Self.codes)
    func `a scan is refused`(code: UInt8) async throws {
        try await FaultyServer.run("scan#1=result:\(code)", records: 10) { scene in
            let client = try scene.client()
            let refusal = try self.answer(to: FaultyServer.scan(1), from: client)
            #expect(refusal == [Message(header: MessageHeader(resultCode: ResultCode(rawValue: code)))])
            #expect(try self.answer(to: FaultyServer.scan(2), from: client).count == 11)
        }
    }

    @Test(arguments: [(0, 0), (4, 4), (99, 10)])
    func `a scan ends with a result after some of its records`(limit: Int, records: Int) async throws {
        try await FaultyServer.run("scan#1=result:15@\(limit)", records: 10) { scene in
            let answer = try self.answer(to: FaultyServer.scan(), from: scene.client())
            #expect(answer.dropLast().count == records)
            #expect(answer.dropLast().allSatisfy { $0.header.resultCode == .ok && $0[.digest] != nil })
            #expect(answer.last?.header == MessageHeader(info3: [.last], resultCode: .scanAborted))
        }
    }

    @Test func `partitions end with results, and the scan goes on`() async throws {
        try await FaultyServer.run(
            "partition#1=result:11; partition#2=result:22@1; partition#3=result:14@0",
            records: 40_000
        ) {
            scene in
            let answer = try self.answerOfAll(FaultyServer.scan(), from: scene.client())
            let ends = answer.filter { $0.header.info3.contains(.partitionDone) }
            #expect(ends.map(\.header.generation) == [0, 1, 2])
            #expect(ends.map(\.header.resultCode.rawValue) == [11, 22, 14])
            let partitions = answer.compactMap { $0[.digest].flatMap { Digest($0) }?.partition.number }
            #expect(partitions.filter { $0 < 3 } == [1])
            #expect(Set(partitions).count == 4096 - 2)
            #expect(answer.last?.header == MessageHeader(info3: [.last]))
        }
    }

    private func answerOfAll(_ scan: [UInt8], from client: SocketClient) throws -> [Message] {
        try client.send(scan)
        var all: [Message] = []
        while all.last?.header.info3.contains(.last) != true { all += try client.messages() }
        return all
    }

    @Test(arguments: Self.codes)
    func `a whole batch is refused, and nothing of it applied`(code: UInt8) async throws {
        try await FaultyServer.run("batch#1=result:\(code)") { scene in
            let client = try scene.client()
            try client.send(BatchOfPuts.encoded(keys: 1...3))
            let final = MessageHeader(info3: [.last], resultCode: ResultCode(rawValue: code))
            #expect(try client.messages() == [Message(header: final)])
            try client.send(Message.get(1).encoded())
            #expect(try client.messages().first?.header.resultCode == .notFound)
        }
    }

    @Test func `a whole batch is applied and answered with a result`() async throws {
        try await FaultyServer.run("batch#1=applied:9") { scene in
            let client = try scene.client()
            try client.send(BatchOfPuts.encoded(keys: 1...3))
            #expect(try client.messages() == [Message(header: MessageHeader(info3: [.last], resultCode: .timeout))])
            try client.send(Message.get(3).encoded())
            #expect(try client.messages().first?.header.resultCode == .ok)
        }
    }

    @Test(arguments: Self.codes)
    func `rows are refused or applied, whatever they are answered`(code: UInt8) async throws {
        try await FaultyServer.run("write#2=result:\(code); write#3=applied:\(code)") { scene in
            let client = try scene.client()
            try client.send(BatchOfPuts.encoded(keys: 1...4))
            var rows: [Message] = []
            while rows.last?.header.info3.contains(.last) != true { rows += try client.messages() }
            #expect(rows.dropLast().map(\.header.resultCode.rawValue) == [0, code, code, 0])
            #expect(rows.dropLast().map(\.header.transactionTimeToLive) == [0, 1, 2, 3])
            for (key, result) in [(1, ResultCode.ok), (2, .notFound), (3, .ok), (4, .ok)] {
                try client.send(Message.get(key).encoded())
                #expect(try client.messages().first?.header.resultCode == result)
            }
        }
    }

    @Test(arguments: [UInt8(8), 22])
    func `a node stops writes and goes on reading`(code: UInt8) async throws {
        try await FaultyServer.run("write#2-=result:\(code)") { scene in
            let client = try scene.client()
            for (key, result) in [(1, UInt8(0)), (2, code), (3, code)] {
                try client.send(Message.put(key).encoded())
                #expect(try client.messages().first?.header.resultCode.rawValue == result)
            }
            try client.send(Message.get(1).encoded())
            #expect(try client.messages().first?.header.resultCode == .ok)
        }
    }

    @Test func `commands of the text protocol fail`() async throws {
        try await FaultyServer.run("info#1=result:4") { scene in
            let client = try scene.client()
            try client.send(InfoRequest(["build", "node"]).encoded())
            #expect(
                String(decoding: try client.message(), as: UTF8.self)
                    == "build\tERROR:4:injected fault\nnode\tERROR:4:injected fault\n"
            )
        }
    }

    @Test func `an index is never ready, or not at first`() async throws {
        try await FaultyServer.run("index#1-2=load:40") { scene in
            let info = InfoResponder(state: scene.server.state, session: ClientSession(client: ""))
            _ = info.value(of: "sindex-create:namespace=test;indexname=i;bin=a;type=numeric")
            let figures = (0..<3).map { _ in info.value(of: "sindex-stat:namespace=test;indexname=i") }
            #expect(figures.map { $0.contains("load_pct=40;") } == [true, true, false])
            #expect(figures[2].contains("load_pct=100;"))
        }
    }

    @Test(arguments: [-3600, 0, 3600])
    func `the clock of a node is wrong`(seconds: Int) {
        var configuration = LocalServerConfiguration(clock: WallClock { 1_767_225_600_000_000_000 })
        configuration.faults = FaultInjector(FaultPlan(clockSkew: [nil: seconds]))
        // 504,921,600 seconds lie between 2010 and 2026.
        #expect(Int(ServerState(configuration).clock.moment.seconds) == 504_921_600 + seconds)
    }
}
