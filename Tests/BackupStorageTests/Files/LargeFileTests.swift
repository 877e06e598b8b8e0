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
        [16_383, 16_384, 16_385, 20_480, 20_481], [100_000, 0, 28_672, 1, 40_959, 40_960, 40_961, 65_536],
    ]

    /// Repeats itself, so that a sanitizer need not look at the making of each of many millions of bytes.
    private static let pattern = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    private func bytes(_ count: Int, from start: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            bytes += Self.pattern.dropFirst((start + bytes.count) % Self.pattern.count).prefix(count - bytes.count)
        }
        return bytes
    }

    private func withPath(_ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }

    /// Which pieces lie in memory as they will in the file.
    private enum Lie: CaseIterable { case none, all, everySecond }

    /// Memory with more in it than counts, and what counts.
    private func memory(_ bytes: [UInt8], at offset: UInt64, isAsInFile: Bool) -> (storage: [UInt8], range: Range<Int>)
    {
        var storage = [UInt8](repeating: 7, count: bytes.count + DescriptorOutput.mostLead + 2)
        let lead = DescriptorOutput.lead(of: storage, at: Int(offset))
        let start = isAsInFile ? lead : lead == 0 ? 1 : lead - 1
        storage.replaceSubrange(start..<(start + bytes.count), with: bytes)
        return (storage, start..<(start + bytes.count))
    }

    @Test(arguments: pieces, [nil, key]) func `hold what was written`(_ sizes: [Int], _ key: EncryptionKey?) throws {
        for lie in Lie.allCases { try self.write(sizes, key, lie) }
    }

    private func write(_ sizes: [Int], _ key: EncryptionKey?, _ lie: Lie) throws {
        try self.withPath { path in
            let output = try DescriptorOutput.create(path: path, encryption: key, withChecksum: true, isLarge: true)
            var count = 0
            for (number, size) in sizes.enumerated() {
                let isAsInFile = lie == .all || (lie == .everySecond && number % 2 == 1)
                let bytes = self.bytes(size, from: count)
                let (storage, range) = self.memory(bytes, at: output.length, isAsInFile: isAsInFile)
                try output.writeBlocking(storage, range)
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

    @Test func `take pieces from where they lie`() throws {
        try self.withPath { path in
            let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
            defer { close(descriptor) }
            // Nil where the file system does not know the way.
            guard var blocks = AlignedBlocks(of: descriptor) else { return }
            var offset = 0
            for size in [100_000, 16_384, 50_001] {
                let (storage, range) = self.memory(self.bytes(size, from: offset), at: UInt64(offset), isAsInFile: true)
                let isWritten = storage.withUnsafeBytes {
                    blocks.write(with: UnsafeRawBufferPointer(rebasing: $0[range]))
                }
                #expect(isWritten)
                offset += size
            }
            let found = Array(try Data(contentsOf: URL(filePath: path)).prefix(offset))
            #expect(found == self.bytes(offset, from: 0))
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
