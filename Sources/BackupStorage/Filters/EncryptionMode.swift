/// The ciphers of backup files (`Spec/asb-format.md` §10).
package enum EncryptionMode: String, Hashable, Sendable {
    /// AES with a key of 128 bits in counter mode.
    case aes128
    /// AES with a key of 256 bits in counter mode.
    case aes256

    /// The bytes of a key.
    var keySize: Int { self == .aes128 ? 16 : 32 }
}
