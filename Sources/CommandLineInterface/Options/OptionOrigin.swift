/// Where the value of an option was given.
package enum OptionOrigin: Hashable, Sendable, CustomStringConvertible {
    /// On the command line.
    case commandLine
    /// In a configuration file; line and column from 1.
    case file(path: String, line: Int, column: Int)

    /// The place in the words of messages.
    package var description: String {
        switch self {
        case .commandLine: "command line"
        case .file(let path, let line, _): "\(path), line \(line)"
        }
    }

    /// What messages about a value begin with: nothing for the command line.
    package var prefix: String {
        guard case .file(let path, let line, let column) = self else { return "" }
        return "\(path), line \(line), column \(column): "
    }
}
