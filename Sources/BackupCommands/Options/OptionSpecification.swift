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

    /// Declares an option.
    package init(
        _ names: String...,
        letter: Character? = nil,
        value: Value = .none,
        help: String = "",
        isSupported: Bool = true
    ) {
        self.names = names
        self.letter = letter
        self.value = value
        self.help = help
        self.isSupported = isSupported
    }

    /// Declares an option that scripts may use but that this version refuses.
    package static func later(_ names: String..., letter: Character? = nil, value: Value = .none) -> Self {
        var specification = OptionSpecification(letter: letter, value: value, isSupported: false)
        specification.names = names
        return specification
    }

    /// The name that results are keyed by.
    package var name: String { self.names[0] }
}
