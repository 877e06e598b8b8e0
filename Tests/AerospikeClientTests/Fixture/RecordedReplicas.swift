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

    private static func all() throws -> [RecordedReplicas] {
        try FixtureText.lines(of: "wire-cluster/replicas.txt").map { fields in
            let look = try #require(Int(fields[1]))
            let generation = try #require(Int(fields[3]))
            return RecordedReplicas(
                scenario: fields[0],
                look: look,
                node: fields[2],
                generation: generation,
                value: fields[4]
            )
        }
    }
}
