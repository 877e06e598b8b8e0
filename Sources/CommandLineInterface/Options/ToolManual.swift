/// What a user of a tool can read about it: the source of the help, the manual page and the completions of shells.
package struct ToolManual: Sendable {
    /// A heading and the options below it.
    package typealias Section = (title: String, options: [OptionSpecification])

    /// Files that a tool reads without being told: their paths and what they are.
    package struct Files: Sendable {
        /// The paths, of which `~` may be the beginning.
        package var paths: [String]
        /// What they are.
        package var text: String

        /// Creates the entry of the manual page.
        package init(paths: [String], text: String) {
            self.paths = paths
            self.text = text
        }
    }

    /// The executable's name.
    package var tool: String
    /// The version that the manual page is of.
    package var version: String
    /// What the tool is, in a line.
    package var summary: String
    /// The head of the help: a line that begins with `Usage: `, paragraphs, and examples, which are indented.
    package var usage: String
    /// The options by headings, which the help shows in this order.
    package var sections: [Section]
    /// The files that the tool reads without being told; `nil` if there are none.
    package var files: Files?
    /// The tools whose manual pages say more.
    package var related: [String]

    /// Creates a manual.
    package init(
        tool: String,
        version: String,
        summary: String,
        usage: String,
        sections: [Section],
        files: Files? = nil,
        related: [String] = []
    ) {
        self.tool = tool
        self.version = version
        self.summary = summary
        self.usage = usage
        self.sections = sections
        self.files = files
        self.related = related
    }

    /// The options that are shown.
    package var shown: [Section] {
        self.sections.map { section in
            (section.title, section.options.filter { $0.isSupported && !$0.isHidden && !$0.help.isEmpty })
        }
    }

    /// The text of `--help`.
    package var help: String { HelpText.text(usage: self.usage, sections: self.shown) }
}
