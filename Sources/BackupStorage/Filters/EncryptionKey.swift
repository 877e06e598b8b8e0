/// The key of a backup, derived from a private key or any other secret bytes (`Spec/asb-format.md` §10).
package struct EncryptionKey: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The cipher.
    package let mode: EncryptionMode
    /// The bytes of the key, as many as the cipher wants.
    let bytes: [UInt8]

    /// Derives a key: the first bytes of the SHA-256 of the secret.
    ///
    /// - Parameters:
    ///   - mode: The cipher.
    ///   - secret: The bytes of a private key in traditional DER, or any bytes.
    package init(mode: EncryptionMode, secret: [UInt8]) {
        self.init(mode: mode, bytes: Array(BlockCipher.sha256(secret).prefix(mode.keySize)))
    }

    /// Creates a key of as many bytes as the cipher wants.
    init(mode: EncryptionMode, bytes: [UInt8]) {
        self.mode = mode
        self.bytes = bytes
    }

    /// The cipher; never the key.
    package var description: String { "EncryptionKey(\(self.mode.rawValue))" }

    /// A mirror without the key.
    package var customMirror: Mirror { Mirror(self, children: ["mode": self.mode]) }
}
