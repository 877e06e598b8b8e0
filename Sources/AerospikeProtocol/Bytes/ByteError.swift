/// An error of reading bytes: the input ended early, or a length in it cannot be right.
public struct ByteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where the read began, in bytes from the start of the input.
    public var offset: Int
    /// How many bytes the read wanted.
    public var wanted: Int
    /// How many bytes were left.
    public var available: Int

    /// Creates an error from the place and the two sizes, in bytes.
    public init(offset: Int, wanted: Int, available: Int) {
        self.offset = offset
        self.wanted = wanted
        self.available = available
    }

    /// One line that names the place and the sizes.
    public var description: String {
        "unexpected end of message at byte \(self.offset): \(self.wanted) byte(s) wanted, \(self.available) left"
    }
}
