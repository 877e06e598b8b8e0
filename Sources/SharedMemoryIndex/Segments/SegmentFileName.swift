/// The name of a segment's file: the key in eight hexadecimal digits and an extension (`Spec/asmt.md` §6).
struct SegmentFileName: Hashable, Sendable {
    /// The key of the segment.
    var key: SegmentKey
    /// Whether the file is compressed.
    var isCompressed: Bool

    /// What names end in while a backup is being written. The original does not take such names for its own.
    static let unfinished = ".unfinished"

    /// Creates the name of a segment's file.
    init(key: SegmentKey, isCompressed: Bool) {
        self.key = key
        self.isCompressed = isCompressed
    }

    /// Reads a name; `nil` if it is not one of a segment's file.
    init?(_ text: String) {
        let digits = text.prefix { $0 != "." }
        guard digits.utf8.count == 8, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16),
            let key = SegmentKey(value)
        else { return nil }
        switch text.dropFirst(8) {
        case ".dat": self.isCompressed = false
        case ".dat.gz": self.isCompressed = true
        default: return nil
        }
        self.key = key
    }

    /// The name.
    var text: String { self.key.value.hexadecimal(digits: 8) + (self.isCompressed ? ".dat.gz" : ".dat") }
}
