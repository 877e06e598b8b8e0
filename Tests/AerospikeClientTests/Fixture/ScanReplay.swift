import AerospikeProtocol
import Testing

@testable import AerospikeClient

/// Feeds a recorded backup of the original client to the state of the cluster and to the tracker, and holds each of the
/// tracker's assignments against what the original asked.
struct ScanReplay {
    private let namespace: String
    private var state = ClusterState()
    private var tracker = PartitionTracker(partitions: PartitionID.all)
    private var open: [String: ScanAssignment] = [:]
    /// How many partitions were asked for from their start and behind a digest, by round and node.
    private(set) var rounds: [[String: [Int]]] = []
    /// The records that came.
    private(set) var records: [Digest] = []
    /// Whether the tracker says that everything is there.
    private(set) var isDone = false

    init(namespace: String) { self.namespace = namespace }

    mutating func run(_ events: [RecordedEvent]) throws {
        for event in events { try self.take(event) }
    }

    private mutating func take(_ event: RecordedEvent) throws {
        switch event.kind {
        case .hello:
            guard try event.number(0) >= 0 else { return }
            self.state.join(Node(id: event.node, host: "host-\(event.node)", port: 3000, build: "8.1.0.3"))
        case .look, .peers: break
        case .map:
            let reports = try ReplicasReport.list(event.values[1])
            self.state.received(replicas: reports, generation: try event.number(0), of: event.node)
        case .ask: try self.compare(event)
        case .records:
            let number = try self.number(event)
            for digest in try event.digests(0) {
                #expect(self.tracker.expects(digest, of: number))
                self.tracker.record(digest, of: number)
                self.records.append(digest)
            }
        case .unavailable:
            for partition in try event.partitions(0) {
                let error = self.tracker.partitionUnavailable(
                    partition,
                    .partitionUnavailable,
                    of: try self.number(event)
                )
                #expect(error == nil)
            }
        case .end:
            #expect(try event.number(0) == 0)
            self.tracker.nodeFinished(try self.close(event))
            self.endRoundIfOver()
        case .lost: try self.fail(event, .connectionLost)
        case .timeout: try self.fail(event, .timeout)
        }
    }

    private func number(_ event: RecordedEvent) throws -> Int {
        try #require(self.open[event.node]?.number, "\(event.node) was not asked")
    }

    private mutating func close(_ event: RecordedEvent) throws -> ScanAssignment {
        let assignment = self.open.removeValue(forKey: event.node)
        return try #require(assignment, "\(event.node) was not asked")
    }

    private mutating func fail(_ event: RecordedEvent, _ code: AerospikeError.Code) throws {
        let assignment = try self.close(event)
        self.tracker.nodeFailed(assignment, AerospikeError(code, "no luck", node: event.node))
        self.endRoundIfOver()
    }

    private mutating func compare(_ event: RecordedEvent) throws {
        if self.open.isEmpty {
            let nodes = self.state.members.mapValues(\.node)
            let table = try #require(self.state.tables[self.namespace])
            let round = self.tracker.startRound(PartitionMap(namespace: self.namespace, table: table, nodes: nodes))
            self.open = Dictionary(uniqueKeysWithValues: round.map { ($0.node.id, $0) })
            self.rounds.append(self.open.mapValues { [$0.partitions.count, $0.resumeAfter.count] })
        }
        let assignment = try #require(self.open[event.node], "nothing is to be asked of \(event.node)")
        #expect(assignment.partitions.sorted() == (try event.partitions(0)).sorted())
        #expect(assignment.resumeAfter.sorted() == (try event.digests(1)).sorted())
    }

    private mutating func endRoundIfOver() {
        guard self.open.isEmpty, case .done = self.tracker.endRound() else { return }
        self.isDone = true
    }
}
