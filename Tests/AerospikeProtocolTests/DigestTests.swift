import AerospikeProtocol
import Testing

@Suite struct `RIPEMD-160` {
    /// The vectors its authors published.
    @Test(arguments: [
        ("", 1, "9c1185a5c5e9fc54612808977ee8f548b2258d31"), ("a", 1, "0bdc9d2d256b3ee9daae347be6f4dc835a467ffe"),
        ("abc", 1, "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
        ("message digest", 1, "5d0689ef49d2fae572b881b123a85ffa21595f36"),
        ("abcdefghijklmnopqrstuvwxyz", 1, "f71c27109c692c1b56bbdceb5b9d2865b3708dbc"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "12a053384a9c0c88e405a06c27dcf49ada62eb2b"),
        (
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 1,
            "b0e20b6e3116640286ed3a87a5713079b21f5189"
        ),
        ("1234567890", 8, "9b752e45573d4b39f4dbd3323cab82bf63326bfb"),
        ("a", 1_000_000, "52783243c1697bdbe16d37f97f68f08325dc1528"),
    ])
    func `gives the published hashes`(text: String, times: Int, hash: String) {
        let message = [[UInt8]](repeating: Array(text.utf8), count: times).flatMap { $0 }
        #expect(RIPEMD160.hash(message) == WireFixture.bytes(hex: hash))
    }
}

@Suite struct `Digests` {
    /// The vectors of `Spec/wire-protocol.md` §8.
    static let vectors: [(String, ParticleType, [UInt8], String, Int)] = [
        ("demo", .string, Array("k1".utf8), "b747f5854d0b33259928d0cfab7fad81d6abfbf6", 1975),
        ("demo", .string, Array("k2".utf8), "a933ee0e8f82c106697150d15e504f08b2b2e01d", 937),
        ("demo", .integer, [0, 0, 0, 0, 0, 0, 0, 7], "dc2e595bc2a0d8c6290c474d74e71b23e3ed846a", 3804),
        ("", .integer, [0, 0, 0, 0, 0, 0, 0, 1], "a443f05d05d962202b59abb402afae1737dbf66a", 932),
        ("demo", .blob, [1, 2], "41721215fd2e56087e4f962047729a972784f317", 577),
    ]

    @Test(arguments: Self.vectors)
    func `follow from set and key`(set: String, type: ParticleType, key: [UInt8], hex: String, partition: Int) {
        let digest = Digest(set: Array(set.utf8), keyType: type, key: key)
        #expect(digest.bytes == WireFixture.bytes(hex: hex))
        #expect(digest.partition.index == partition)
        #expect(Digest(digest.bytes) == digest)
    }

    @Test func `are ordered as bytes`() {
        var generator = SplitMix64(seed: 5)
        for _ in 0..<1000 {
            var left = generator.bytes(20)
            let right = generator.bytes(20)
            left.replaceSubrange(0..<generator.below(21), with: right.prefix(0))
            left = Array((right.prefix(20 - left.count) + left).prefix(20))
            guard let first = Digest(left), let second = Digest(right) else { continue }
            #expect((first < second) == left.lexicographicallyPrecedes(right))
        }
    }

    @Test(arguments: [0, 19, 21])
    func `have 20 bytes`(count: Int) {
        #expect(Digest([UInt8](repeating: 1, count: count)) == nil)
    }
}
