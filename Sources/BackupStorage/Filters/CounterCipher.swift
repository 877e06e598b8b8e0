import Glibc

/// AES in counter mode over one file (`Spec/asb-format.md` §10).
///
/// The file begins with the encrypted initial block; the text behind it is combined with the encryption of the blocks
/// that follow the initial one. What a byte becomes depends on its offset alone, so pieces of any size give one stream.
package struct CounterCipher: Sendable {
    /// The bytes in front of the text.
    static let headSize = CounterBlock.size
    /// The bytes encrypted at once: enough to hide the set-up of each call, few enough to stay in the cache.
    static let pieceSize = 128 << 10

    private let cipher: BlockCipher
    private let initial: CounterBlock

    /// Creates the cipher of a new file.
    ///
    /// - Parameters:
    ///   - key: The key of the backup.
    ///   - initial: A block that no other file of this key uses, nor any near it.
    package init(key: EncryptionKey, initial: CounterBlock) {
        self.cipher = BlockCipher(key: key)
        self.initial = initial
    }

    /// Creates the cipher of a file that begins with `head`.
    ///
    /// - Throws: `StorageError` if AES refuses, which it has no reason to.
    init(key: EncryptionKey, head: CounterBlock) throws(StorageError) {
        self.cipher = BlockCipher(key: key)
        self.initial = try self.cipher.decrypt(head)
    }

    /// An initial block as the original tools make it: the time in seconds, then random bytes.
    static func freshInitialBlock() -> CounterBlock {
        let seconds = UInt128(UInt32(truncatingIfNeeded: time(nil)))
        return CounterBlock(seconds << 96 | UInt128.random(in: 0..<(1 << 96)))
    }

    /// The bytes that the file begins with.
    func head() throws(StorageError) -> [UInt8] { try self.cipher.encrypt(self.initial).bytes }

    /// Encrypts, or decrypts, a piece of the text and lends the result to `body`, part after part.
    ///
    /// - Parameters:
    ///   - bytes: The piece.
    ///   - offset: Where it begins in the text.
    ///   - body: Gets each part and where it begins in the piece.
    func forEachPart(
        of bytes: UnsafeRawBufferPointer,
        at offset: UInt64,
        _ body: (UnsafeRawBufferPointer, Int) throws -> Void
    ) throws {
        let inBlock = Int(offset % UInt64(CounterBlock.size))
        var start = 0
        if inBlock > 0 {
            start = min(bytes.count, CounterBlock.size - inBlock)
            try self.withFirst(UnsafeRawBufferPointer(rebasing: bytes[..<start]), inBlock, offset) { try body($0, 0) }
        }
        while start < bytes.count {
            let end = min(bytes.count, start + Self.pieceSize)
            let part = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            try self.cipher.withApplied(to: part, counter: self.counter(at: offset + UInt64(start))) {
                try body($0, start)
            }
            start = end
        }
    }

    /// Encrypts, or decrypts, a piece of the text in place.
    ///
    /// - Parameters:
    ///   - bytes: The piece.
    ///   - offset: Where it begins in the text.
    /// - Throws: `StorageError` if AES refuses, which it has no reason to.
    package func apply(to bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws {
        try self.forEachPart(of: UnsafeRawBufferPointer(bytes), at: offset) { part, start in
            UnsafeMutableRawBufferPointer(rebasing: bytes[start..<(start + part.count)]).copyMemory(from: part)
        }
    }

    /// The part that ends a block begun by an earlier piece: zeros stand for what came before it.
    private func withFirst(
        _ bytes: UnsafeRawBufferPointer,
        _ inBlock: Int,
        _ offset: UInt64,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let block = [UInt8](repeating: 0, count: inBlock) + bytes
        try block.withUnsafeBytes { block in
            try self.cipher.withApplied(to: block, counter: self.counter(at: offset)) {
                try body(UnsafeRawBufferPointer(rebasing: $0[inBlock...]))
            }
        }
    }

    /// The block whose encryption belongs to the byte at `offset` of the text.
    private func counter(at offset: UInt64) -> CounterBlock {
        self.initial.advanced(by: offset / UInt64(CounterBlock.size) + 1)
    }
}
