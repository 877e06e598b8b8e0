import AerospikeProtocol
import Testing

@testable import AerospikeClient

@Suite struct `Answers of nodes` {
    private func reply(_ text: String) -> InfoReply { InfoReply(body: Array(text.utf8).view) }

    @Test func `tell who a node is`() throws {
        let identity = try NodeIdentity(
            self.reply("node\tC1\npartition-generation\t0\nbuild\t8.1.0.3\n"),
            expectedID: "C1"
        )
        #expect(identity.id == "C1")
        #expect(identity.build == "8.1.0.3")
    }

    @Test(arguments: [
        ("node\tC1\npartition-generation\t-1\nbuild\t8.1.0.3\n", AerospikeError.Code.invalidNode),
        ("node\tC2\npartition-generation\t0\nbuild\t8.1.0.3\n", .invalidNode),
        ("node\tC1\npartition-generation\t0\nbuild\t4.9.0.2\n", .invalidNode),
        ("node\tC1\npartition-generation\t0\n", .invalidNode),
        ("node\t\npartition-generation\t0\nbuild\t8.1.0.3\n", .badReply),
        ("node\tC1\nbuild\t8.1.0.3\n", .badReply),
        ("ERROR:80:not authenticated", .badReply),
        ("", .badReply),
    ])
    func `refuse a node that cannot be used`(text: String, code: AerospikeError.Code) {
        let error = #expect(throws: AerospikeError.self) {
            try NodeIdentity(self.reply(text), expectedID: "C1")
        }
        #expect(error?.code == code)
    }

    @Test func `tell no version of absurd length`() {
        let build = "8.1.0.3-" + String(repeating: "r", count: 248)
        let error = #expect(throws: AerospikeError.self) {
            try NodeIdentity(self.reply("node\tC1\npartition-generation\t0\nbuild\t\(build)\n"), expectedID: nil)
        }
        #expect(error?.message == "the server tells a version of 256 bytes")
    }

    @Test func `tell generations`() throws {
        let report = try NodeReport(self.reply("node\tC1\npeers-generation\t4\npartition-generation\t2952\n"))
        #expect(report == NodeReport(id: "C1", peersGeneration: 4, partitionGeneration: 2952))
        #expect(throws: AerospikeError.self) { try NodeReport(self.reply("node\tC1\npeers-generation\t4\n")) }
    }

    @Test(arguments: [
        ("8.1.0.3", "8.1.0.3", false), ("8.1.0.3", "8.1.2.0", true), ("6.4", "6.4.0.1", true),
        ("8.1.2.0-rc1", "8.1.2", false),
        ("4.9.0.3", "10.0.0.0", true), ("", "0.0.0.1", true),
    ])
    func `order versions by number`(left: String, right: String, isOlder: Bool) {
        #expect((ServerBuild(left) < ServerBuild(right)) == isOlder)
    }
}
