/// What is wrong with a YAML document.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int
    /// What is wrong.
    public var message: String

    /// Creates an error.
    public init(line: Int, column: Int, _ message: String) {
        self.line = line
        self.column = column
        self.message = message
    }

    /// Creates an error at a node.
    public init(at node: YAMLNode, _ message: String) {
        self.init(line: node.line, column: node.column, message)
    }

    /// Place and message.
    public var description: String { "line \(self.line), column \(self.column): \(self.message)" }
}
