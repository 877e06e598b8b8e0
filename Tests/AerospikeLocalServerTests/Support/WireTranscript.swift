import AerospikeProtocol
import Foundation

/// What a real client and a real server said to each other, from `Fixtures/wire`.
struct WireTranscript: Sendable {
    /// One message.
    struct Entry: Sendable {
        let connection: Int
        let isClient: Bool
        let kind: ProtocolHeader.Kind
        let body: [UInt8]
    }

    let entries: [Entry]

    /// Reads a file of `Fixtures/wire`.
    init(_ name: String) throws {
        let file = URL(filePath: #filePath).appending(path: "../../../../Fixtures/wire/\(name)").standardized
        self.entries = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            guard let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let hex = row["hex"] as? String, let connection = row["connection"] as? Int,
                let type = row["type"] as? Int, let kind = ProtocolHeader.Kind(rawValue: UInt8(type))
            else { return nil }
            let digits = hex.compactMap(\.hexDigitValue)
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
            return Entry(
                connection: connection,
                isClient: row["from"] as? String == "client",
                kind: kind,
                body: Array(bytes.dropFirst(ProtocolHeader.size))
            )
        }
    }

    /// The messages of one side of a connection.
    func entries(of connection: Int, isClient: Bool) -> [Entry] {
        self.entries.filter { $0.connection == connection && $0.isClient == isClient }
    }
}
