import Foundation
import Testing

@testable import BackupStorage

@Suite struct `Files that are written on` {
    private static let key = EncryptionKey(mode: .aes128, secret: [1, 2, 3])

    private func withPath(_ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }

    private func write(_ text: String, to output: DescriptorOutput) throws {
        try output.writeBlocking(Array(text.utf8), 0..<text.utf8.count)
    }

    private func text(of path: String, key: EncryptionKey?) throws -> String {
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        guard let key else { return String(decoding: bytes, as: UTF8.self) }
        let cipher = try CounterCipher(key: key, head: CounterBlock(bytes: bytes))
        bytes.removeFirst(CounterCipher.headSize)
        try bytes.withUnsafeMutableBytes { try cipher.apply(to: $0, at: 0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [nil, key]) func `go on behind the length that they had`(_ key: EncryptionKey?) throws {
        try self.withPath { path in
            let head = key == nil ? 0 : UInt64(CounterCipher.headSize)
            let first = try DescriptorOutput.create(path: path, encryption: key)
            #expect(first.length == 0)
            try self.write("Version 3.1\n# namespace test\nfirst", to: first)
            let length = first.length
            #expect(length == 34 + head)
            try self.write(" is cut off", to: first)
            try first.finishBlocking()
            let second = try ContinuedFile.open(path: path, length: length, encryption: key)
            #expect(second.length == length)
            try self.write(", second", to: second)
            #expect(second.length == 42 + head)
            try self.write(", third", to: second)
            try second.finishBlocking()
            #expect(try self.text(of: path, key: key) == "Version 3.1\n# namespace test\nfirst, second, third")
        }
    }

    @Test func `that are shorter than they were are refused and stay`() throws {
        try self.withPath { path in
            try Data("four".utf8).write(to: URL(filePath: path))
            #expect(throws: StorageError.self) { try ContinuedFile.open(path: path, length: 5, encryption: nil) }
            #expect(throws: StorageError.self) { try ContinuedFile.open(path: path + "x", length: 0, encryption: nil) }
            #expect(throws: StorageError.self) { try ContinuedFile.open(path: path, length: 4, encryption: Self.key) }
            #expect(try self.text(of: path, key: nil) == "four")
            #expect(try ContinuedFile.length(path: path + "x") == nil)
        }
    }

    @Test func `tell a wrong key`() throws {
        try self.withPath { path in
            let output = try DescriptorOutput.create(path: path, encryption: Self.key)
            try self.write("Version 3.1\n# namespace test\n# first-file\n", to: output)
            try output.finishBlocking()
            try ContinuedFile.check(path: path, container: FileContainer(encryption: Self.key))
            for other in [EncryptionKey(mode: .aes128, secret: [1]), EncryptionKey(mode: .aes256, secret: [1, 2, 3])] {
                #expect(throws: StorageError.self) {
                    try ContinuedFile.check(path: path, container: FileContainer(encryption: other))
                }
            }
            #expect(throws: StorageError.self) { try ContinuedFile.check(path: path, container: .plain) }
        }
    }

    @Test func `are cut, or removed`() throws {
        try self.withPath { path in
            try Data("four".utf8).write(to: URL(filePath: path))
            try ContinuedFile.cut(path: path, to: 3)
            #expect(try self.text(of: path, key: nil) == "fou")
            try ContinuedFile.cut(path: path, to: 0)
            #expect(try ContinuedFile.length(path: path) == nil)
        }
    }

    @Test func `are shortened, and stay if nothing is left`() throws {
        try self.withPath { path in
            try Data("four".utf8).write(to: URL(filePath: path))
            try ContinuedFile.shorten(path: path, to: 3)
            #expect(try self.text(of: path, key: nil) == "fou")
            try ContinuedFile.shorten(path: path, to: 0)
            #expect(try ContinuedFile.length(path: path) == 0)
            #expect(throws: StorageError.self) { try ContinuedFile.shorten(path: path + "x", to: 0) }
        }
    }

    @Test(arguments: [1, 65_535, 65_536, 65_537, 200_000]) func `end with 64 KiB, or fewer`(length: Int) throws {
        try self.withPath { path in
            let bytes = (0..<200_001).map { UInt8(truncatingIfNeeded: ($0 &* $0) >> 7) }
            try Data(bytes).write(to: URL(filePath: path))
            let expected = try Checksum(of: bytes[max(0, length - 65_536)..<length])
            #expect(try ContinuedFile.ending(path: path, length: UInt64(length)) == expected)
            #expect(throws: StorageError.self) { try ContinuedFile.ending(path: path, length: 200_002) }
        }
    }

    @Test func `cannot be devices`() async throws {
        #expect(throws: StorageError.self) { try ContinuedFile.length(path: "/dev/null") }
        let full = try await DescriptorOutput.open(special: "/dev/full", encryption: nil)
        #expect(full.isWhole)
        #expect(throws: StorageError.self) { try self.write("text", to: full) }
        #expect(!full.isWhole)
    }
}
