import Glibc
import Testing

/// A text file below `Fixtures/`.
enum FixtureText {
    static func lines(of path: String, file: StaticString = #filePath) throws -> [[String]] {
        let root = "/" + "\(file)".split(separator: "/").dropLast(4).joined(separator: "/")
        let text = try Self.text("\(root)/Fixtures/\(path)")
        return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }

    private static func text(_ path: String) throws -> String {
        let file = try #require(fopen(path, "r"), "cannot open \(path)")
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
