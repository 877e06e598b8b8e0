import Foundation
import Testing

@testable import BackupStorage

/// Past the page cache where the file system of the temporary directory can do it, else through it.
@Suite struct `Large files` {
    private static let key = EncryptionKey(mode: .aes128, secret: [1, 2, 3])

    /// Sizes around the unit and the block of what goes past the page cache, in pieces and in all.
    private static let pieces: [[Int]] = [
        [], [1], [4095], [4096], [4097], [1, 4095, 4096, 1], [1_179_648], [1_179_647, 2],
        [1_048_576 + 17, 1_048_576 + 300, 5],
        [3_000_000], [100, 3_000_000, 4000, 96], Array(repeating: 1000, count: 50),
    ]

    private func bytes(_ count: Int, from start: Int) -> [UInt8] {
        (start..<(start + count)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    }

    private func withPath(_ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }

    @Test(arguments: pieces, [nil, key]) func `hold what was written`(_ sizes: [Int], _ key: EncryptionKey?) throws {
        try self.withPath { path in
            let output = try DescriptorOutput.create(path: path, encryption: key, withChecksum: true, isLarge: true)
            var count = 0
            for size in sizes {
                // More is handed over than counts.
                try output.writeBlocking(self.bytes(size, from: count) + [7, 7], 0..<size)
                count += size
                let head = key == nil || count == 0 ? 0 : CounterCipher.headSize
                #expect(output.length == UInt64(count + head))
            }
            let stored = try #require(try output.finishBlocking())
            var found = Array(try Data(contentsOf: URL(filePath: path)))
            #expect(stored.bytes == UInt64(found.count))
            #expect(try stored.checksum == Checksum(of: found))
            if let key, count > 0 {
                let cipher = try CounterCipher(key: key, head: CounterBlock(bytes: found))
                found.removeFirst(CounterCipher.headSize)
                try found.withUnsafeMutableBytes { try cipher.apply(to: $0, at: 0) }
            }
            #expect(found == self.bytes(count, from: 0))
        }
    }

    @Test func `that nobody finished end with what was written`() throws {
        try self.withPath { path in
            do {
                let output = try DescriptorOutput.create(path: path, encryption: nil, isLarge: true)
                try output.writeBlocking(self.bytes(5000, from: 0), 0..<5000)
            }
            #expect(Array(try Data(contentsOf: URL(filePath: path))) == self.bytes(5000, from: 0))
        }
    }
}
