/// The options of a command line and of configuration files in the order given, by the first of their long names.
package struct ParsedOptions: Hashable, Sendable {
    /// One option as given.
    package struct Occurrence: Hashable, Sendable {
        /// The first long name of the option.
        package var name: String
        /// The value, if the option has one.
        package var value: String?
        /// Where it was given.
        package var origin = OptionOrigin.commandLine
    }

    /// The options as given.
    package private(set) var occurrences: [Occurrence] = []
    /// The flags that a configuration file says are not set, and where it does.
    package private(set) var unset: [String: OptionOrigin] = [:]

    /// Creates an empty list.
    package init() {}

    /// Appends an option.
    package mutating func append(_ name: String, _ value: String?, origin: OptionOrigin = .commandLine) {
        self.occurrences.append(Occurrence(name: name, value: value, origin: origin))
    }

    /// Appends the options of another list.
    package mutating func append(_ others: ParsedOptions) { self.occurrences += others.occurrences }

    /// Takes back all earlier occurrences of a flag.
    package mutating func remove(_ name: String, origin: OptionOrigin) {
        self.occurrences.removeAll { $0.name == name }
        self.unset[name] = origin
    }

    /// Whether an option was given.
    package func has(_ name: String) -> Bool { self.occurrences.contains { $0.name == name } }

    /// The value of the last occurrence of an option.
    package func last(_ name: String) -> String? { self.occurrences.last { $0.name == name }?.value }

    /// The values of all occurrences of an option.
    package func all(_ name: String) -> [String] {
        self.occurrences.filter { $0.name == name }.compactMap(\.value)
    }

    /// The value of an option as an integer, read as C's `strtol` reads the whole of it (`Spec/cli.md` §1).
    ///
    /// - Parameters:
    ///   - name: The option's name.
    ///   - meaning: What messages call the value.
    ///   - range: The values allowed.
    /// - Throws: `OptionError` if the value is no integer or out of range.
    package func integer(
        _ name: String,
        called meaning: String,
        in range: ClosedRange<Int>
    ) throws(OptionError) -> Int? {
        guard let last = self.occurrences.last(where: { $0.name == name }), let text = last.value else { return nil }
        guard let value = Self.integer(text), range.contains(value) else {
            throw OptionError(.value, "\(last.origin.prefix)Invalid \(meaning) value \(text)")
        }
        return value
    }

    /// Reads an integer: leading blanks and one sign are allowed; numbers over 64 bits are none.
    package static func integer(_ text: String) -> Int? {
        var digits = text.drop { " \t\n\u{0B}\u{0C}\r".contains($0) }
        let isNegative = digits.first == "-"
        if digits.first == "-" || digits.first == "+" { digits.removeFirst() }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int((isNegative ? "-" : "") + digits)
    }
}
