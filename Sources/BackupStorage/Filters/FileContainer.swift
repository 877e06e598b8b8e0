/// What is wrapped around the text of each file of a backup: first zstd frames, then AES in counter mode.
package struct FileContainer: Hashable, Sendable {
    /// The level of compression; `nil` for none. Readers only look at whether there is one.
    package var compression: CompressionLevel?
    /// The key; `nil` for no encryption.
    package var encryption: EncryptionKey?

    /// The container of plain text.
    package static let plain = FileContainer()

    /// Creates a container.
    package init(compression: CompressionLevel? = nil, encryption: EncryptionKey? = nil) {
        self.compression = compression
        self.encryption = encryption
    }

    /// Whether files hold nothing but the text.
    package var isPlain: Bool { self.compression == nil && self.encryption == nil }

    /// The bytes that a file holds in front of the text.
    package var headSize: Int { self.encryption == nil ? 0 : CounterCipher.headSize }
}
