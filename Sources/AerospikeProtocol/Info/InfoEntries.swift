/// The parts of a value between separators, one after the other; empty ones are passed over.
///
/// No array is built of them: a server may send millions.
public struct InfoEntries: Sequence, IteratorProtocol, Sendable {
    /// The most parts of a list, 2^18: twice what the longest has, that of 4095 sets in each of 32 namespaces.
    public static let longestList = 1 << 18

    private var rest: Substring.UTF8View
    private let separator: UInt8
    private var remaining: Int

    /// Creates the parts of a text.
    ///
    /// - Parameters:
    ///   - text: The value, such as `a;b`.
    ///   - separator: What stands between the parts, an ASCII character.
    ///   - most: What goes beyond this number of parts is not looked at.
    public init(_ text: some StringProtocol, separator: Unicode.Scalar, most: Int = Self.longestList) {
        self.rest = Substring(text).utf8
        self.separator = UInt8(ascii: separator)
        self.remaining = most
    }

    /// The next part.
    public mutating func next() -> Substring? {
        while self.remaining > 0, !self.rest.isEmpty {
            let end = self.rest.firstIndex(of: self.separator) ?? self.rest.endIndex
            let part = self.rest[..<end]
            self.rest = end < self.rest.endIndex ? self.rest[self.rest.index(after: end)...] : self.rest[end...]
            guard !part.isEmpty else { continue }
            self.remaining -= 1
            return Substring(part)
        }
        return nil
    }
}
