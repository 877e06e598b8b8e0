import Testing

@testable import BackupStorage

@Suite struct `Files in containers` {
    private static let text = Array(
        ("Version 3.1\n# namespace test\n# first-file\n"
            + (0..<300).map { "+ k I \($0 * 7919)\n+ n test\n" }.joined()).utf8
    )
    private static let key = EncryptionKey(mode: .aes128, secret: [1, 2, 3])
    private static let initial = CounterBlock(42)

    /// The fixtures of the original tools, with the lines of a record's head, sorted, as the comparison of order.
    @Test(arguments: ["zstd.asb", "aes128.asb", "aes256-env.asb", "zstd-aes256.asb"])
    func `what the original tools wrote`(name: String) throws {
        let secret = try PrivateKeyBytes.traditional(pem: try Fixture.text("test_key.pem"))
        var container = FileContainer()
        if name.contains("zstd") { container.compression = .standard }
        if name.contains("aes128") { container.encryption = EncryptionKey(mode: .aes128, secret: secret) }
        if name.contains("aes256") { container.encryption = EncryptionKey(mode: .aes256, secret: secret) }
        let stored = try Fixture.bytes("real-4.5.8/\(name)")
        let expected = try Fixture.bytes("real-4.5.8/single.asb")
        for piece in [1, 7, 4096, 1 << 20] {
            let (text, error) = decode(stored, container, piece: piece)
            #expect(error == nil)
            #expect(Self.lines(text) == Self.lines(expected), "pieces of \(piece)")
        }
    }

    /// Records come in any order, and void times were counted from another moment.
    private static func lines(_ text: [UInt8]) -> [[UInt8]] {
        text.split(separator: 10).map(Array.init).sorted { $0.lexicographicallyPrecedes($1) }
    }

    @Test func `frames of every kind behind each other`() async throws {
        let empty = hex("28B52FFD2000010000")
        let skippable = hex("502A4D18 03000000 010203")
        let middle = Self.text.count / 2
        let stored =
            try await empty + skippable + compress(Array(Self.text[..<middle])) + empty + skippable
            + compress(Array(Self.text[middle...])) + skippable + empty
        let (text, error) = decode(stored, zstd)
        #expect(error == nil && text == Self.text)
    }

    /// Made by the program zstd with a checksum at its end.
    private static let checked = hex(
        "28b52ffd0458e9000056657273696f6e20332e310a23206e616d65737061636520746573740ae4ff2efc"
    )

    @Test func `checksums are read and checked`() {
        let (text, error) = decode(Self.checked, zstd)
        #expect(error == nil && text == Array("Version 3.1\n# namespace test\n".utf8))
        for offset in 1...4 {
            var damaged = Self.checked
            damaged[damaged.count - offset] ^= 1
            #expect(decode(damaged, zstd).error?.message.contains("checksum") == true)
        }
    }

    @Test func `any split of reading and any size of window`() async throws {
        let frames = try await compress(Array(Self.text[..<100])) + compress(Array(Self.text[100...]))
        let container = FileContainer(compression: .standard, encryption: Self.key)
        let stored = try encrypt(frames, Self.key, initial: Self.initial)
        for piece in 1...stored.count {
            let (text, error) = decode(stored, container, piece: piece)
            #expect(error == nil && text == Self.text, "pieces of \(piece)")
        }
        for window in [1, 2, 3, 100, Self.text.count - 1, Self.text.count, Self.text.count + 1] {
            let (text, error) = decode(stored, container, window: window)
            #expect(error == nil && text == Self.text, "window of \(window)")
        }
    }

    @Test func `a plain file stays as it is`() {
        for piece in [1, 10, 1000] {
            let (text, error) = decode(Self.text, .plain, piece: piece)
            #expect(error == nil && text == Self.text)
        }
        #expect(decode([], .plain).error == nil)
    }

    @Test func `a file cut short anywhere is noticed or ends between frames`() async throws {
        let first = try await compress(Array(Self.text[..<1000]))
        let stored = try await first + compress(Array(Self.text[1000...]))
        for length in 1..<stored.count where length != first.count {
            let (text, error) = decode(Array(stored[..<length]), zstd)
            #expect(error?.code == .damaged, "cut at \(length)")
            #expect(Self.text.starts(with: text))
            if length > 24 { #expect(error?.message.contains("cut short") == true) }
        }
    }

    @Test func `junk behind the last frame is named with its place`() async throws {
        let frame = try await compress(Self.text)
        let (text, error) = decode(frame + Array("junk behind it".utf8), zstd)
        #expect(text == Self.text)
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("F near byte \(frame.count)") == true)
        #expect(error?.message.contains("something was appended") == true)
    }

    @Test func `every flipped bit is noticed`() async throws {
        let stored = try await compress(Self.text)
        for index in stored.indices {
            for bit in 0..<8 {
                var damaged = stored
                damaged[index] ^= 1 << UInt8(bit)
                let (text, error) = decode(damaged, zstd)
                #expect(error != nil || text == Self.text, "byte \(index), bit \(bit)")
            }
        }
    }

    @Test func `wrong options are told`() async throws {
        let frame = try await compress(Self.text)
        let encrypted = try encrypt(Self.text, Self.key, initial: Self.initial)
        let both = try encrypt(frame, Self.key, initial: Self.initial)
        let aes = FileContainer(encryption: Self.key)
        let all = FileContainer(compression: .standard, encryption: Self.key)
        let otherKey = FileContainer(encryption: EncryptionKey(mode: .aes128, secret: [9]))
        let otherMode = FileContainer(
            compression: .standard,
            encryption: EncryptionKey(mode: .aes256, secret: [1, 2, 3])
        )
        let table: [([UInt8], FileContainer, String)] = [
            (frame, .plain, "--compress zstd is missing"),
            (encrypted, .plain, "--encrypt and its key are missing"),
            (both, .plain, "--encrypt and its key are missing"),
            (Self.text, zstd, "it is not compressed; leave out --compress"),
            (encrypted, zstd, "--encrypt and its key are missing"),
            (Self.text, aes, "it is not encrypted; leave out --encrypt"),
            (frame, aes, "give --compress zstd and leave out --encrypt"),
            (both, aes, "--compress zstd is missing"),
            (encrypted, otherKey, "another key"),
            (Self.text, all, "leave out --encrypt and --compress"),
            (frame, all, "leave out --encrypt"),
            (encrypted, all, "encrypted but not compressed; leave out --compress"),
            (both, otherMode, "other mode"),
            (Array(both[..<15]), all, "only 15 bytes were found, but expected 16"),
        ]
        for (stored, container, message) in table {
            let (text, error) = decode(stored, container)
            #expect(text.isEmpty)
            #expect(error?.code == .damaged)
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
            #expect(error?.message.contains("file F") == true)
        }
    }
}
