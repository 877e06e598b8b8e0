import Testing

@testable import BackupStorage

@Suite struct `Counter mode` {
    /// NIST SP 800-38A, F.5: the text of all examples.
    private static let text = hex(
        """
        6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
        30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710
        """
    )
    /// The first counter block of the examples less 1, for files begin with the block in front of the first.
    private static let initial = CounterBlock(bytes: hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfefe"))
    private static let examples = [
        (
            "2b7e151628aed2a6abf7158809cf4f3c",
            """
            874d6191b620e3261bef6864990db6ce 9806f66b7970fdff8617187bb9fffdff
            5ae4df3edbd5d35e5b4f09020db03eab 1e031dda2fbe03d1792170a0f3009cee
            """
        ),
        (
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            """
            601ec313775789a5b7a7f504bbf3d228 f443e3ca4d62b59aca84e990cacaf5c5
            2b0930daa23de94ce87017ba2d84988d dfc9c58db67aada613c2dd08457941a6
            """
        ),
    ]

    @Test(arguments: examples) func `SP 800-38A`(key: String, expected: String) throws {
        let bytes = hex(key)
        let cipher = CounterCipher(
            key: EncryptionKey(mode: bytes.count == 16 ? .aes128 : .aes256, bytes: bytes),
            initial: Self.initial
        )
        for split in 0...Self.text.count {
            var result: [UInt8] = []
            for part in [0..<split, split..<Self.text.count] {
                try Self.text[part].withUnsafeBytes { piece in
                    try cipher.forEachPart(of: piece, at: UInt64(part.lowerBound)) { bytes, _ in result += bytes }
                }
            }
            #expect(result == hex(expected), "split at \(split)")
        }
    }

    /// `Spec/asb-format.md` §10.
    @Test(
        arguments: [
            (
                EncryptionMode.aes128,
                "732f38d9e2f41d0accb2699d86716c0ab8af66aeca4e0bf7cc73131e6b8d821ef1f3f1b5d9797df19df4b50c81"
            ),
            (
                .aes256,
                "37e253b5db3def141d9bc0598887127c98f7a745713622e75420e559bee1233d93e875dc04c880f872a306e760"
            ),
        ]
    ) func `the vectors of the format`(mode: EncryptionMode, expected: String) throws {
        let key = EncryptionKey(mode: mode, secret: Array(0..<16))
        let text = Array("Version 3.1\n# namespace test\n".utf8)
        let initial = CounterBlock(bytes: hex("65a1b2c300112233445566778899aabb"))
        #expect(try encrypt(text, key, initial: initial) == hex(expected))
        #expect(decode(hex(expected), FileContainer(encryption: key)).text == text)
    }

    @Test func `the key is the beginning of the hash of the secret`() {
        let hash = hex("be45cb2605bf36bebde684841a28f0fd43c69850a3dce5fedba69928ee3a8991")
        #expect(EncryptionKey(mode: .aes128, secret: Array(0..<16)).bytes == Array(hash[..<16]))
        #expect(EncryptionKey(mode: .aes256, secret: Array(0..<16)).bytes == hash)
    }

    @Test func `a key does not show its bytes`() {
        let key = EncryptionKey(mode: .aes128, secret: [1])
        var dumped = ""
        dump(FileContainer(encryption: key), to: &dumped)
        for text in ["\(key)", "\(String(reflecting: key))", dumped] {
            #expect(!text.contains("\(key.bytes[0])") && text.contains("aes128"))
        }
    }

    @Test(
        arguments: [
            ("00000000000000000000000000000000", 1, "00000000000000000000000000000001"),
            ("000000000000000000000000ffffffff", 1, "00000000000000000000000100000000"),
            ("0000000000000000ffffffffffffffff", 2, "00000000000000010000000000000001"),
            ("ffffffffffffffffffffffffffffffff", 1, "00000000000000000000000000000000"),
            ("ffffffffffffffffffffffffffffffff", UInt64.max, "0000000000000000fffffffffffffffe"),
        ]
    ) func `the counter carries over 128 bits and wraps`(start: String, blocks: UInt64, end: String) {
        #expect(CounterBlock(bytes: hex(start)).advanced(by: blocks).bytes == hex(end))
    }

    @Test func `pieces of any size give one stream`() throws {
        let key = EncryptionKey(mode: .aes256, secret: [7])
        let text = (0..<400_000).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 >> 8) }
        let initial = CounterBlock(UInt128.max - 5)
        let whole = try encrypt(text, key, initial: initial)
        #expect(whole.count == text.count + 16)
        let pieces = [[1], [15, 1, 17, 333, 65_536], [131_072], [131_073], [16, 200_001]]
        for sizes in pieces.dropFirst() {
            #expect(try encrypt(text, key, initial: initial, pieces: sizes) == whole, "\(sizes)")
        }
        let short = Array(text[..<500])
        #expect(try encrypt(short, key, initial: initial, pieces: pieces[0]) == Array(whole[..<516]))
    }

    @Test func `each file has an initial block of its own that begins with the time`() {
        let blocks = (0..<100).map { _ in CounterCipher.freshInitialBlock() }
        #expect(Set(blocks.map { $0.value & (1 << 96 - 1) }).count == 100)
        #expect(blocks.allSatisfy { $0.value >> 96 > 1_700_000_000 })
    }
}
