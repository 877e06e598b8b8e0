import Testing

@testable import AerospikeClient

@Suite struct `Lists of peers` {
    private static func peer(_ id: String, _ addresses: NodeAddress...) -> PeersList.Peer {
        PeersList.Peer(id: id, addresses: addresses)
    }

    @Test func `of a real cluster are read`() throws {
        let list = try PeersList.parse("4,3000,[[C2,,[127.0.0.1:3815]],[C3,,[127.0.0.1:3825]]]")
        #expect(list.generation == 4)
        #expect(list.peers.map(\.id) == ["C2", "C3"])
        #expect(list.peers[0].addresses == [NodeAddress(host: "127.0.0.1", port: 3815)])
    }

    @Test(arguments: [
        ("0,3000,[]", PeersList(generation: 0, peers: [])),
        ("7,,[[A,,[h]]]", PeersList(generation: 7, peers: [peer("A", NodeAddress(host: "h", port: 3000))])),
        (
            "3,3000,[[BB9030011AC4202,,[127.0.0.1:3010]],[BB9040011AC4202,,[10.0.0.3,[fe80::1]:3100]]]",
            PeersList(
                generation: 3,
                peers: [
                    peer("BB9030011AC4202", NodeAddress(host: "127.0.0.1", port: 3010)),
                    peer(
                        "BB9040011AC4202",
                        NodeAddress(host: "10.0.0.3", port: 3000),
                        NodeAddress(host: "fe80::1", port: 3100)
                    ),
                ]
            )
        ),
        (
            "1,4333,[[A,cluster,[h,[::1]]]]",
            PeersList(
                generation: 1,
                peers: [
                    peer(
                        "A",
                        NodeAddress(host: "h", port: 4333, tlsName: "cluster"),
                        NodeAddress(host: "::1", port: 4333, tlsName: "cluster")
                    )
                ]
            )
        ),
    ])
    func `are read`(text: String, list: PeersList) throws {
        #expect(try PeersList.parse(text) == list)
    }

    @Test(arguments: [
        "", "x,3000,[]", "1,3000", "1,3000,[", "1,3000,[]x", "1,70000,[]", "1,3000,[[A,,[h]]", "1,3000,[[,,[h]]]",
        "1,3000,[[A,,[h:0]]]", "1,3000,[[A,,[:1]]]", "1,3000,[[A,,[[::1:3]]]", "ERROR:4:unrecognized command",
        "-1,3000,[]",
    ])
    func `that are damaged give an error`(text: String) {
        let error = #expect(throws: AerospikeError.self) { try PeersList.parse(text) }
        #expect(error?.code == .badReply)
    }

    @Test func `every cut of a list gives an error`() {
        let text = "3,3000,[[A,,[127.0.0.1:3010]],[B,,[10.0.0.3,[fe80::1]:3100]]]"
        for length in 0..<text.count {
            #expect(throws: AerospikeError.self, "cut to \(length)") {
                try PeersList.parse(String(text.prefix(length)))
            }
        }
    }

    @Test func `advertised addresses are read`() throws {
        #expect(try PeersList.addresses("") == [])
        #expect(
            try PeersList.addresses("10.0.0.1:3100,[::1]:3000") == [
                NodeAddress(host: "10.0.0.1", port: 3100), NodeAddress(host: "::1", port: 3000),
            ]
        )
    }

    @Test func `have sixteen addresses of a node`() throws {
        let addresses = (1...20).map { "10.0.0.\($0)" }
        let list = try PeersList.parse("1,3000,[[A,,[\(addresses.joined(separator: ","))]]]")
        #expect(list.peers.first?.addresses.map(\.host) == Array(addresses[..<16]))
    }

    @Test func `have names of 255 bytes and no longer ones`() throws {
        let longest = String(repeating: "ü", count: 127) + "h"
        let list = try PeersList.parse("1,3000,[[A,\(longest),[\(longest),[\(longest)]:3100]]]")
        #expect(list.peers.first?.addresses.map(\.host) == [longest, longest])
        #expect(list.peers.first?.addresses.map(\.tlsName) == [longest, longest])
        #expect(try PeersList.addresses("\(longest):3100").map(\.host) == [longest])
        for text in ["[[A,\(longest)h,[h]]]", "[[A,,[\(longest)h]]]", "[[A,,[[\(longest)h]:3100]]]"] {
            let error = #expect(throws: AerospikeError.self) { try PeersList.parse("1,3000,\(text)") }
            #expect(error?.code == .badReply)
        }
        #expect(throws: AerospikeError.self) { try PeersList.addresses("\(longest)h") }
    }

    /// What follows a separator does not become part of it, as an accent that stands alone would.
    @Test func `are separated by bytes`() throws {
        let list = try PeersList.parse("1,3000,[[A,,[\u{301}h]]]")
        #expect(list.peers.first?.addresses.map(\.host) == ["\u{301}h"])
    }

    @Test func `of absurd length are refused with a short message`() {
        let peer = "[A,,[127.0.0.1]]"
        let many = "1,3000,[\(Array(repeating: peer, count: 100_000).joined(separator: ","))]"
        let addresses = "1,3000,[[A,,[\(Array(repeating: "h", count: 100_000).joined(separator: ","))]]]"
        let deep = "1,3000,\(String(repeating: "[", count: 100_000))"
        // One character.
        let accents = "1,3000,[[A,,[h\(String(repeating: "\u{301}", count: 100_000))]]]"
        for text in [many, addresses, deep, accents, "1,3000,[[\(String(repeating: "A", count: 17)),,[h]]]"] {
            let error = #expect(throws: AerospikeError.self) { try PeersList.parse(text) }
            #expect((error?.message.utf8.count ?? 0) < 400)
        }
    }
}
