/// A command line that cannot be understood or carried out.
package struct OptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error.
    package enum Kind: Sendable {
        /// The words are not options of the tool; the message is printed as getopt prints it, with a hint at `--help`.
        case syntax
        /// A value, or a combination of options, is wrong; the message is printed as a log line.
        case value
    }

    /// The kind of error.
    package var kind: Kind
    /// What is wrong and what would be right.
    package var message: String

    /// Creates an error.
    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The message.
    package var description: String { self.message }
}
