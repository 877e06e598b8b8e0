import Foundation

/// A message of a transcript in `Fixtures/wire`.
struct WireFixture: Sendable {
    /// The file's name.
    var file: String
    /// Its line, from 1.
    var line: Int
    /// `client` or `server`.
    var side: String
    /// The type of the protocol header.
    var type: Int
    /// Header and body.
    var bytes: [UInt8]

    /// All messages of all transcripts.
    static let all: [WireFixture] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/wire")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { file -> [WireFixture] in
            let text = (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").enumerated().compactMap { number, line in
                guard let row = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                    return nil
                }
                return WireFixture(
                    file: file,
                    line: number + 1,
                    side: row["from"] as? String ?? "",
                    type: row["type"] as? Int ?? 0,
                    bytes: Self.bytes(hex: row["hex"] as? String ?? "")
                )
            }
        }
    }()

    /// The bytes of a text of hexadecimal digits; blanks are passed over.
    static func bytes(hex: String) -> [UInt8] {
        let digits = hex.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case 48...57: byte - 48
            case 97...102: byte - 87
            default: nil
            }
        }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] * 16 + digits[$0 + 1] }
    }

    /// The bytes behind the protocol header.
    var body: [UInt8] { Array(self.bytes.dropFirst(8)) }

    /// The place, for messages.
    var place: String { "\(self.file):\(self.line)" }
}
