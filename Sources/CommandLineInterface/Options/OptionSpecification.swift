/// An option of a command line: its names, its value and what it is for.
package struct OptionSpecification: Sendable {
    /// Whether an option has a value.
    package enum Value: Hashable, Sendable {
        /// The option is a flag.
        case none
        /// The option needs a value, which help texts call by this name.
        case required(String)
        /// The option may have a value.
        case optional(String)
    }

    /// The long names without dashes; the first is the one that help shows and that results are keyed by.
    package var names: [String]
    /// The one-letter name.
    package var letter: Character?
    /// Whether there is a value.
    package var value: Value
    /// What the option does; empty for options that help does not show.
    package var help: String
    /// Whether this version can do it. An option that it cannot do is refused, never ignored.
    package var isSupported: Bool
    /// Whether the original tools have it. The beginning of one of their names never means an option that they lack.
    package var isOriginal: Bool
    /// Whether it is for those who package the tools, and so is not shown anywhere.
    package var isHidden = false

    /// Declares an option.
    package init(
        _ names: String...,
        letter: Character? = nil,
        value: Value = .none,
        help: String = "",
        isSupported: Bool = true,
        isOriginal: Bool = true
    ) {
        self.names = names
        self.letter = letter
        self.value = value
        self.help = help
        self.isSupported = isSupported
        self.isOriginal = isOriginal
    }

    /// Declares an option that scripts may use but that this version refuses.
    package static func later(_ names: String..., letter: Character? = nil, value: Value = .none) -> Self {
        var specification = OptionSpecification(letter: letter, value: value, isSupported: false)
        specification.names = names
        return specification
    }

    /// Declares an option for those who package the tools.
    package static func hidden(_ name: String, value: Value = .none) -> Self {
        var specification = OptionSpecification(name, value: value, isOriginal: false)
        specification.isHidden = true
        return specification
    }

    /// What holds without the option, as its help says at the end; `nil` if it does not say.
    package var defaultText: String? {
        let parts = self.help.split(separator: "Default: ", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last else { return nil }
        return String(last.hasSuffix(".") ? last.dropLast() : last)
    }

    /// The name that results are keyed by.
    package var name: String { self.names[0] }
}
