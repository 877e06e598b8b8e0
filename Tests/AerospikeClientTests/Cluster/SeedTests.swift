import AerospikeClient
import Testing

@Suite struct `Seeds` {
    @Test(arguments: [
        ("10.0.0.1", [Seed(host: "10.0.0.1", port: 3100)]),
        ("a:4000,b", [Seed(host: "a", port: 4000), Seed(host: "b", port: 3100)]),
        ("a:cluster:4333", [Seed(host: "a", tlsName: "cluster", port: 4333)]),
        ("a:cluster", [Seed(host: "a", tlsName: "cluster", port: 3100)]),
        ("[::1]:4000", [Seed(host: "::1", port: 4000)]),
        ("[fe80::1]", [Seed(host: "fe80::1", port: 3100)]),
        ("[::1]:t:1, b ", [Seed(host: "::1", tlsName: "t", port: 1), Seed(host: "b", port: 3100)]),
    ])
    func `are read from a list`(text: String, seeds: [Seed]) throws {
        #expect(try Seed.parse(text, defaultPort: 3100) == seeds)
    }

    @Test(arguments: [
        "", "a,", ":3000", "a:", "a:0", "a:65536", "a:t:x", "a:t:3000:1", "::1", "[::1", "[::1]x", "a::1",
    ])
    func `that cannot be read are named`(text: String) {
        let error = #expect(throws: AerospikeError.self) { try Seed.parse(text, defaultPort: 3000) }
        #expect(error?.code == .badSeed)
    }

    @Test func `print as host and port`() {
        #expect(Seed(host: "::1", port: 3000).description == "[::1]:3000")
        #expect(Seed(host: "a", port: 1).description == "a:1")
    }
}
