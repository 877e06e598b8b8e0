/// What a user of a tool can read about it: the source of the help, the manual page and the completions of shells.
struct ToolManual: Sendable {
    /// A heading and the options below it.
    typealias Section = (title: String, options: [OptionSpecification])

    /// The executable's name.
    var tool: String
    /// What the tool is, in a line.
    var summary: String
    /// The head of the help: a line that begins with `Usage: `, paragraphs, and examples, which are indented.
    var usage: String
    /// The options by headings, which the help shows in this order.
    var sections: [Section]

    /// The options that are shown.
    var shown: [Section] {
        self.sections.map { section in
            (section.title, section.options.filter { $0.isSupported && !$0.isHidden && !$0.help.isEmpty })
        }
    }

    /// The text of `--help`.
    var help: String { HelpText.text(usage: self.usage, sections: self.shown) }
}
