import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Expected values: `Spec/wire-protocol.md` §11.
@Suite struct PartitionScanTests {
    private static let count = 3000

    private static func filled() throws -> TestServer {
        let server = TestServer()
        for key in 0..<Self.count {
            _ = try server.answer(to: .put(key, key, set: key % 3 == 0 ? "third" : Message.set))
        }
        return server
    }

    private static func scan(
        _ taskID: UInt64,
        set: String = "",
        change: (inout PartitionScanRequest) -> Void = { $0.partitions = PartitionID.all }
    ) throws -> Message {
        var request = PartitionScanRequest(namespace: "test", set: set, taskID: taskID)
        change(&request)
        let bytes = request.encoded()
        var reader = ByteReader(bytes.view)
        try reader.skip(ProtocolHeader.size)
        return try Message(reading: &reader)
    }

    private static func digests(_ messages: [Message]) -> [Digest] {
        messages.compactMap { $0[.digest].flatMap { Digest($0) } }
    }

    @Test(arguments: [1, 100, 5000, 1 << 20])
    func `all records come once, descending within each partition`(pieceSize: Int) throws {
        let server = try Self.filled()
        let messages = try server.answers(to: Self.scan(1), pieceSize: pieceSize)
        let digests = Self.digests(messages)
        #expect(digests.count == Self.count)
        #expect(Set(digests).count == Self.count)
        for (partition, members) in Dictionary(grouping: digests, by: \.partition) {
            #expect(members == members.sorted(by: >), "partition \(partition)")
        }
        #expect(messages.last?.header.info3 == [.last])
        #expect(messages.last?.header.resultCode == .ok)
    }

    @Test func `a scan goes on strictly behind a digest that need not exist`() throws {
        let server = try Self.filled()
        let all = Self.digests(try server.answers(to: Self.scan(1)))
        guard let group = Dictionary(grouping: all, by: \.partition).values.first(where: { $0.count >= 3 }) else {
            Issue.record("no partition with three records")
            return
        }
        let absent = Digest(high: group[0].high, middle: group[0].middle, low: group[0].low &- 1)
        for (after, expected) in [
            (group[0], group.dropFirst()), (group[1], group.dropFirst(2)), (absent, group.dropFirst()),
        ] {
            let found = try server.answers(to: Self.scan(UInt64(after.low) + 10) { $0.resumeAfter = [after] })
            #expect(Self.digests(found) == Array(expected))
        }
    }

    @Test func `sets, limits and metadata narrow a scan`() throws {
        let server = try Self.filled()
        #expect(Self.digests(try server.answers(to: Self.scan(1, set: "third"))).count == Self.count / 3)
        #expect(try server.answers(to: Self.scan(2, set: "never seen")).count == 1)
        let limited = try server.answers(
            to: Self.scan(3) {
                $0.partitions = PartitionID.all
                $0.maximumRecords = 17
            },
            pieceSize: 300
        )
        #expect(Self.digests(limited).count == 17)
        let bare = try server.answers(
            to: Self.scan(4) {
                $0.partitions = PartitionID.all
                $0.withoutBins = true
            }
        )
        #expect(bare.dropLast().allSatisfy { $0.operations.isEmpty && $0.header.info1 == [.noBins] })
        let absent = try server.answers(
            to: Self.scan(5) {
                $0.partitions = PartitionID.all
                $0.bins = ["b"]
            }
        )
        #expect(absent.count == 1)
    }

    @Test func `task ids are used once`() throws {
        let server = try Self.filled()
        _ = try server.answers(to: Self.scan(7))
        let again = try server.answers(to: Self.scan(7))
        #expect(again.map(\.header.resultCode) == [.parameter])
        #expect(again.map(\.header.info3) == [[]])
    }

    static let wrongPartitions: [(String, UInt8, [UInt8]?, [UInt8]?)] = [
        ("no partitions", 16, nil, nil), ("empty", 4, [], nil), ("too large", 4, [0, 16], nil),
        ("twice", 4, [1, 0, 1, 0], nil), ("short digest", 4, nil, [1, 2, 3]), ("odd byte", 0, [1, 0, 9], nil),
    ]

    @Test(arguments: PartitionScanTests.wrongPartitions)
    func `wrong partitions are refused`(name: String, result: UInt8, partitions: [UInt8]?, digests: [UInt8]?) throws {
        let server = TestServer()
        var message = try Self.scan(1) { _ in }
        if let partitions { message.fields.append(Field(.partitions, partitions)) }
        if let digests { message.fields.append(Field(.resumeDigests, digests)) }
        #expect(try server.answers(to: message).map(\.header.resultCode.rawValue) == [result], "\(name)")
    }

    @Test func `partitions of other nodes are told of as unavailable`() throws {
        let server = TestServer()
        var ownership = [UInt8](repeating: 0xFF, count: 512)
        ownership[0] = 0x7F
        server.state.cluster.complete = PartitionBitmap(bytes: ownership)
        let messages = try server.answers(to: Self.scan(1) { $0.partitions = Array(PartitionID.all.prefix(2)) })
        #expect(messages.map(\.header.info3) == [[.partitionDone], [.last]])
        #expect(messages.first?.header.resultCode == .partitionUnavailable)
        #expect(messages.first?.header.generation == 0)
    }
}
