/// What is wrong with a TOML document.
public struct TOMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// The column in characters, from 1.
    public var column: Int
    /// What is wrong.
    public var message: String

    /// Creates an error.
    public init(line: Int, column: Int, _ message: String) {
        self.line = line
        self.column = column
        self.message = message
    }

    /// Place and message.
    public var description: String { "line \(self.line), column \(self.column): \(self.message)" }
}
