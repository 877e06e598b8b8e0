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

    /// The error with the places in configuration files of the options that it is about: those that its message names as
    /// `--option`, or else the only one whose value it ends with.
    package func naming(_ options: ParsedOptions) -> OptionError {
        let inFiles = options.occurrences.filter { $0.origin != .commandLine }
        guard !inFiles.contains(where: { self.message.hasPrefix($0.origin.prefix) }) else { return self }
        let words = Set(self.message.split { !($0.isLetter || $0.isNumber || $0 == "-") })
        var meant = inFiles.filter { words.contains("--\($0.name)") }
        if meant.isEmpty {
            meant = inFiles.filter { occurrence in
                guard let value = occurrence.value, !value.isEmpty else { return false }
                return self.message.hasSuffix(" \(value)") || self.message.contains("\"\(value)\"")
            }
            guard meant.count == 1 else { return self }
        }
        let places = meant.map { "--\($0.name): \($0.origin)" }.joined(separator: "; ")
        return OptionError(self.kind, "\(self.message) (\(places))")
    }
}
