import CZstd

/// What the first bytes of a file look like, from which a wrong option can be told (`Spec/asb-format.md` §9, §10).
enum FileStart: Hashable, Sendable {
    /// There are none.
    case empty
    /// Characters that can be read.
    case text
    /// A zstd frame.
    case frame
    /// Anything else, such as encrypted text.
    case other

    /// The bytes looked at: the version line of a backup and what always stands behind it.
    static let size = 24

    /// Looks at the first bytes of a file.
    init(_ bytes: UnsafeRawBufferPointer) {
        let first = bytes.prefix(Self.size)
        if first.isEmpty {
            self = .empty
        } else if FrameDecompressor.isFrame(bytes) {
            self = .frame
        } else if first.allSatisfy({ (0x20...0x7E).contains($0) || (0x09...0x0D).contains($0) }) {
            self = .text
        } else {
            self = .other
        }
    }

    /// Checks that a file begins as its container says.
    ///
    /// - Parameters:
    ///   - container: What the options say.
    ///   - stored: What the file begins with.
    ///   - decrypted: What is behind the encryption; `nil` without encryption.
    ///   - path: The path, as messages name it.
    /// - Throws: `StorageError` that says which option is probably wrong.
    static func check(
        _ container: FileContainer,
        stored: FileStart,
        decrypted: FileStart?,
        path: String
    ) throws(StorageError) {
        let opened = decrypted ?? stored
        let isCompressed = container.compression != nil
        guard opened != .empty, opened != (isCompressed ? .frame : .text) else { return }
        let beginning = isCompressed ? "Failed to decompress data" : "Invalid version line"
        let hint = Self.hint(isCompressed: isCompressed, stored: stored, decrypted: decrypted)
        throw StorageError(.damaged, "\(beginning) at the start of file \(path): \(hint)")
    }

    private static func hint(isCompressed: Bool, stored: FileStart, decrypted: FileStart?) -> String {
        switch (decrypted, stored) {
        case (nil, .frame): "it is compressed, so --compress zstd is missing"
        case (nil, .text): "it is not compressed; leave out --compress"
        case (nil, _) where isCompressed:
            "it is no zstd frame; it is encrypted, so --encrypt and its key are missing, or damaged"
        case (nil, _): "it is no text; it is encrypted, so --encrypt and its key are missing, or no backup"
        case (.frame, _): "it is compressed, so --compress zstd is missing"
        case (.text, _): "it is encrypted but not compressed; leave out --compress"
        case (_, .frame): "it is compressed but not encrypted; give --compress zstd and leave out --encrypt"
        case (_, .text): "it is not encrypted; leave out --encrypt" + (isCompressed ? " and --compress" : "")
        default: "it was encrypted with another key, or in the other mode of --encrypt, or it is no backup"
        }
    }
}
