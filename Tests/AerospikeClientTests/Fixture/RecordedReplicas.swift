import Glibc
import Testing

/// One answer of `Fixtures/wire-cluster/replicas.txt`.
struct RecordedReplicas: Sendable {
    var scenario: String
    var look: Int
    var node: String
    var generation: Int
    var value: String

    /// All answers of a scenario's looks up to one.
    static func of(_ scenario: String, upTo look: Int) throws -> [RecordedReplicas] {
        try Self.all().filter { $0.scenario == scenario && $0.look <= look }
    }

    private static func all(file: StaticString = #filePath) throws -> [RecordedReplicas] {
        let parts = "\(file)".split(separator: "/").dropLast(4)
        let text = try Self.text("/" + parts.joined(separator: "/") + "/Fixtures/wire-cluster/replicas.txt")
        return try text.split(separator: "\n").map { line in
            let fields = line.split(separator: " ")
            let look = try #require(Int(fields[1]))
            let generation = try #require(Int(fields[3]))
            return RecordedReplicas(
                scenario: String(fields[0]),
                look: look,
                node: String(fields[2]),
                generation: generation,
                value: String(fields[4])
            )
        }
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
