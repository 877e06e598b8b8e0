import Foundation
import Synchronization
import Testing

@testable import BackupStorage

@Suite struct `Checksums` {
    /// Printed by `xxhsum -H128` 0.8.1.
    @Test(arguments: [
        ("", "99aa06d3014798d86001c324468d497f"), ("a", "a96faf705af16834e6c632b61e964e1f"),
        ("abc", "06b05ab6733a618578af5f94892f3950"),
        ("The quick brown fox jumps over the lazy dog", "ddd650205ca3e7fa24a1cc2e3a8a7651"),
    ])
    func `are those of xxhsum`(text: String, expected: String) throws {
        #expect(try Checksum(of: text.utf8).description == expected)
        #expect(Checksum(expected)?.description == expected)
    }

    @Test(arguments: [1, 7, 63, 64, 65, 1000, 4096, 65_536, 1 << 20]) func `do not depend on the pieces`(
        size: Int
    ) throws {
        let bytes = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 8) }
        var running = try RunningChecksum()
        bytes.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: size) {
                running.add(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)]))
            }
        }
        let found = running.storedFile
        #expect(try found == StoredFile(bytes: 1 << 20, checksum: Checksum(of: bytes)))
    }

    @Test(arguments: [
        "", "99aa06d3014798d86001c324468d497", "99AA06D3014798D86001C324468D497F", "+9aa06d3014798d86001c324468d497f",
    ])
    func `are 32 hexadecimal digits`(text: String) { #expect(Checksum(text) == nil) }

    private static func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory.path)
    }

    @Test(arguments: [nil, EncryptionKey(mode: .aes128, secret: [1])])
    func `cover what is stored`(key: EncryptionKey?) async throws {
        try await Self.withDirectory { directory in
            let path = "\(directory)/a.asb"
            let output = try DescriptorOutput.create(path: path, encryption: key, withChecksum: true)
            for count in [1, 100_000, 3_000_000] {
                try await output.write([UInt8](repeating: UInt8(count % 251), count: count), 0..<count)
            }
            let stored = try await output.finish()
            let bytes = try Data(contentsOf: URL(filePath: path))
            #expect(try stored == StoredFile(bytes: UInt64(bytes.count), checksum: Checksum(of: bytes)))
            #expect(try await stored == StoredFile.read(path: path))
        }
    }

    @Test func `go on where a file was left`() async throws {
        try await Self.withDirectory { directory in
            let path = "\(directory)/a.asb"
            try Data("first half, ".utf8).write(to: URL(filePath: path))
            var running = try RunningChecksum()
            try running.add(contentsOf: path)
            Array("second half".utf8).withUnsafeBytes { running.add($0) }
            let value = running.value
            #expect(try value == Checksum(of: "first half, second half".utf8))
        }
    }

    @Test func `are not wanted any more`() async throws {
        try await Self.withDirectory { directory in
            let path = "\(directory)/a.asb"
            try Data("text".utf8).write(to: URL(filePath: path))
            let error = await #expect(throws: StorageError.self) {
                _ = try await StoredFile.read(path: path, isAbandoned: { true })
            }
            #expect(error?.code == .abandoned)
        }
    }

    @Test func `wait as long as they are told unless nobody wants them any more`() async throws {
        try await Self.withDirectory { directory in
            let path = "\(directory)/a.asb"
            try Data(repeating: 1, count: 3 << 20).write(to: URL(filePath: path))
            let sizes = Mutex<[Int]>([])
            _ = try await StoredFile.read(path: path) { count in
                sizes.withLock { $0.append(count) }
                return .zero
            }
            #expect(sizes.withLock { $0 } == [1 << 20, 1 << 20, 1 << 20])
            let isAbandoned = Atomic(false)
            let error = #expect(throws: StorageError.self) {
                var checksum = try RunningChecksum()
                let pace = { (_: Int) in
                    isAbandoned.store(true, ordering: .relaxed)
                    return Duration.seconds(3600)
                }
                try checksum.add(contentsOf: path, pace: pace, isAbandoned: { isAbandoned.load(ordering: .relaxed) })
            }
            #expect(error?.code == .abandoned)
        }
    }

    @Test func `need a regular file`() async throws {
        try await Self.withDirectory { directory in
            mkfifo("\(directory)/pipe.asb", 0o600)
            for path in [directory, "\(directory)/pipe.asb", "\(directory)/absent.asb"] {
                await #expect(throws: StorageError.self) { _ = try await StoredFile.read(path: path) }
            }
        }
    }

    @Test(arguments: [
        ("a", ".", "a"), ("/a", "/", "a"), ("/b/a", "/b", "a"), ("b/a", "b", "a"), ("b/c/", "b/c", ""),
    ])
    func `paths come apart`(path: String, directory: String, name: String) {
        #expect(BackupDirectory(holding: path).path == directory)
        #expect(BackupDirectory.name(of: path) == name)
    }
}
