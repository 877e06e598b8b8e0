import AerospikeProtocol
import Foundation
import NIOCore
import Testing

@testable import AerospikeClient
@testable import BackupEngine

/// What went between the original `asrestore` and a cluster of three nodes (`Fixtures/wire-cluster/README.md`).
struct RecordedRestore {
    /// A batch that was sent to a node.
    struct Request {
        var node: Node
        /// The rows by their numbers in the batch that the client put together.
        var rows: [Int: Digest] = [:]
        /// The results that came in time.
        var results: [Digest: ResultCode] = [:]
        /// Whether the client gave up waiting.
        var isGivenUp = false
        /// The results that came when nobody waited for them any more.
        var lateResults: [Digest: ResultCode] = [:]
        /// What was read of the answer.
        var answer: BatchAnswer?
    }

    static let nodes = ["C1", "C2", "C3"].map { Node(id: $0, host: $0, port: 3000, build: "8.1.0.3") }

    /// The batches in the order in which they were sent.
    private(set) var requests: [Request] = []
    /// Who had which partition in the beginning.
    let map: PartitionMap

    /// Reads a scenario.
    init(_ scenario: String, file: StaticString = #filePath) throws {
        let root = "/" + "\(file)".split(separator: "/").dropLast(4).joined(separator: "/")
        let text = try String(contentsOfFile: "\(root)/Fixtures/wire-cluster/batches.txt", encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            .filter { $0[0] == scenario }
        self.map = try Self.map(lines.filter { $0[1] == "map" })
        // Places in `requests`, by connection.
        var open: [String: Int] = [:]
        for fields in lines {
            let connection = fields[3]
            switch fields[1] {
            case "batch":
                open[connection] = self.requests.count
                self.requests.append(try Self.request(fields))
            case "answer": try self.answer(#require(open[connection]), body: fields[4])
            case "timeout": self.requests[try #require(open[connection])].isGivenUp = true
            default: break
            }
        }
    }

    private static func map(_ lines: [[String]]) throws -> PartitionMap {
        var owners = [[Node]](repeating: [], count: PartitionID.count)
        let reports = try lines.map { fields in
            (try self.node(fields[2]), try #require(ReplicasReport.list(fields[5]).first))
        }
        for place in owners.indices {
            for copy in 0..<2 {
                owners[place] += reports.filter { $0.1.bitmaps[copy][place >> 3] & 0x80 >> UInt8(place & 7) != 0 }
                    .map(\.0)
            }
        }
        return PartitionMap(namespace: "bar", owners: owners)
    }

    private static func node(_ id: String) throws -> Node { try #require(Self.nodes.first { $0.id == id }) }

    private static func request(_ fields: [String]) throws -> Request {
        var request = Request(node: try Self.node(fields[2]))
        let bytes = try #require(Base64.decode(fields[5]))
        for (place, row) in fields[4].split(separator: ",").enumerated() {
            let start = place * Digest.size
            request.rows[try #require(Int(row))] = Digest(Array(bytes[start..<(start + Digest.size)]))
        }
        return request
    }

    private mutating func answer(_ place: Int, body: String) throws {
        var request = self.requests[place]
        let bytes = try #require(Base64.decode(body))
        var answer = request.answer ?? BatchAnswer(rows: request.rows.count)
        _ = try answer.walk(bytes.span.bytes) { row, result in
            guard let digest = request.rows[Int(row)] else { return false }
            if request.isGivenUp { request.lateResults[digest] = result } else { request.results[digest] = result }
            return true
        }
        request.answer = answer
        self.requests[place] = request
    }

    /// A batch of ours with some records as its rows.
    static func batch(_ digests: [Digest]) -> RecordBatch {
        RecordBatch(
            form: .batch,
            storage: ByteBuffer(),
            offsets: [Int](repeating: 0, count: digests.count + 1),
            partitions: digests.map(\.partition),
            namespace: "bar",
            node: nil
        )
    }

    /// Where a record goes.
    func node(of digest: Digest, _ routing: BatchRouting = BatchRouting()) -> Node? {
        routing.node(for: digest.partition, in: self.map, nodes: Self.nodes)
    }
}
