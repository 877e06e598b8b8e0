import AerospikeProtocol
import Testing

/// One line of `Fixtures/wire-cluster/scans.txt`: what went between the original client and a node.
struct RecordedEvent {
    /// What happened.
    enum Kind: String {
        /// The node said who it is, and its partition generation.
        case hello
        /// The node answered a regular look: generations of peers and partitions.
        case look
        case peers
        /// The node told its partition generation and its partitions.
        case map
        /// The client asked for partitions, some behind a digest.
        case ask
        case records
        case unavailable
        /// The last message of an answer, with its result.
        case end
        /// The connection was lost amid an answer.
        case lost
        /// The client waited for an answer in vain, and gave the connection up.
        case timeout
    }

    var kind: Kind
    var node: String
    var values: [String]

    /// The events of a scenario in order.
    static func of(_ scenario: String) throws -> [RecordedEvent] {
        try FixtureText.lines(of: "wire-cluster/scans.txt").filter { $0[0] == scenario }.map { fields in
            let kind = try #require(Kind(rawValue: fields[1]), "\(fields[1])")
            return RecordedEvent(kind: kind, node: fields[2], values: Array(fields.dropFirst(3)))
        }
    }

    /// A value as a number.
    func number(_ place: Int) throws -> Int { try #require(Int(self.values[place])) }

    /// A value as partitions: two bytes each, the lower first, in base64; `-` for none.
    func partitions(_ place: Int) throws -> [PartitionID] {
        let bytes = try self.bytes(place)
        return stride(from: 0, to: bytes.count, by: 2).compactMap { offset in
            PartitionID(Int(bytes[offset]) | Int(bytes[offset + 1]) << 8)
        }
    }

    /// A value as digests, in base64; `-` for none.
    func digests(_ place: Int) throws -> [Digest] {
        let bytes = try self.bytes(place)
        return stride(from: 0, to: bytes.count, by: Digest.size).compactMap { offset in
            Digest(Array(bytes[offset..<(offset + Digest.size)]))
        }
    }

    private func bytes(_ place: Int) throws -> [UInt8] {
        self.values[place] == "-" ? [] : try #require(Base64.decode(self.values[place]))
    }
}
