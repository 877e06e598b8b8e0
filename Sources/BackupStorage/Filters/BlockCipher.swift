// The only file that names swift-crypto, whose signatures are in terms of Foundation's data.
import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// AES of single blocks and in counter mode, for text of any length at any offset.
struct BlockCipher: Sendable {
    private let key: SymmetricKey

    /// Creates a cipher; the size of the key chooses between AES-128 and AES-256.
    init(key: EncryptionKey) { self.key = SymmetricKey(data: key.bytes) }

    /// Returns the SHA-256 of `bytes`.
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// Encrypts one block.
    func encrypt(_ block: CounterBlock) throws(StorageError) -> CounterBlock {
        try Self.trusting { () throws in
            var bytes = block.bytes
            try AES.permute(&bytes, key: self.key)
            return CounterBlock(bytes: bytes)
        }
    }

    /// Decrypts one block.
    func decrypt(_ block: CounterBlock) throws(StorageError) -> CounterBlock {
        try Self.trusting { () throws in
            var bytes = block.bytes
            try AES.inversePermute(&bytes, key: self.key)
            return CounterBlock(bytes: bytes)
        }
    }

    /// Encrypts, or decrypts, bytes whose first is the first of the block `counter`, and lends the result to `body`.
    func withApplied<Result>(
        to bytes: UnsafeRawBufferPointer,
        counter: CounterBlock,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        let result = try Self.trusting { () throws in
            try AES._CTR.encrypt(bytes, using: self.key, nonce: AES._CTR.Nonce(nonceBytes: counter.bytes))
        }
        return try result.withUnsafeBytes(body)
    }

    /// Turns errors about sizes of keys and blocks, which are right by construction, into ones of this layer.
    private static func trusting<Result>(_ body: () throws -> Result) throws(StorageError) -> Result {
        do {
            return try body()
        } catch {
            throw StorageError(.invalid, "AES refused a key or block: \(error)")
        }
    }
}
