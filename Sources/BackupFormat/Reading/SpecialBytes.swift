/// Looks at eight bytes of text at once for those that end a name or a line.
enum SpecialBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The place of the first byte that may end a name or is a backslash: one up to the blank, or a backslash; 8 for none.
    ///
    /// - Parameter word: The bytes, the first one lowest.
    @inline(__always)
    static func firstInName(_ word: UInt64) -> Int {
        Self.first((word &- Self.ones &* 0x21) & ~word | Self.equals(word, 0x5C))
    }

    /// The place of the first line feed or backslash; 8 for none.
    ///
    /// - Parameter word: The bytes, the first one lowest.
    @inline(__always)
    static func firstInLine(_ word: UInt64) -> Int {
        Self.first(Self.equals(word, 0x0A) | Self.equals(word, 0x5C))
    }

    /// The high bit of each byte that is the one wanted. Behind the first such byte it may be wrong.
    @inline(__always)
    private static func equals(_ word: UInt64, _ byte: UInt64) -> UInt64 {
        let difference = word ^ Self.ones &* byte
        return (difference &- Self.ones) & ~difference
    }

    @inline(__always)
    private static func first(_ marks: UInt64) -> Int { (marks & Self.ones &<< 7).trailingZeroBitCount &>> 3 }
}
