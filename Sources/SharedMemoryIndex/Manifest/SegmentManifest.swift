/// What a backup consists of, in a file beside it that the original does not look at (`Spec/asmt.md` §11).
struct SegmentManifest: Hashable, Sendable {
    /// The version of the form.
    static let format = 1

    /// A file of the backup.
    struct File: Hashable, Sendable {
        /// The name.
        var name: String
        /// The bytes of the file.
        var size: UInt64
        /// The bytes of the segment.
        var segmentSize: UInt64
        /// The hash of the hashes of the pieces as they are stored.
        var hash: UInt64
        /// The bytes of each compressed piece; empty for a file that is not compressed.
        var pieces: [Int]
    }

    /// The namespace's name.
    var namespace: String
    /// The instance.
    var instance: Int
    /// The files.
    var files: [File]

    /// The name of the manifest of a namespace. Of names only letters, digits, `_` and `-` are kept as they are.
    static func name(namespace: String, instance: Int) -> String {
        let plain = namespace.utf8.map { byte -> String in
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte == 0x5F || byte == 0x2D || (byte < 0x80 && Character(scalar).isLetter) || scalar.isDigit
            return isPlain ? String(Character(scalar)) : "%" + byte.hexadecimal(digits: 2)
        }
        return "asmt-\(instance)-\(plain.joined()).manifest.yaml"
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
