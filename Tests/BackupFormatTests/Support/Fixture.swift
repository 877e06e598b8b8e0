import Foundation

/// Files of the repository's `Fixtures` folder.
enum Fixture {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

    /// The bytes of a file.
    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Self.root.appending(path: path)))
    }

    /// The rows of a file with one JSON object a line.
    static func rows(_ path: String) throws -> [[String: Any]] {
        try String(decoding: Self.bytes(path), as: UTF8.self).split(separator: "\n").compactMap { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        }
    }

    /// The bytes of the messages of a wire transcript: one kind, from one side.
    static func messages(_ path: String, from side: String, type: Int) throws -> [[UInt8]] {
        try Self.rows(path).filter { $0["from"] as? String == side && $0["type"] as? Int == type }.map { row in
            Self.bytes(hex: row["hex"] as? String ?? "")
        }
    }

    /// The bytes of a text of hexadecimal digits; blanks are passed over.
    static func bytes(hex: String) -> [UInt8] {
        let digits = hex.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
