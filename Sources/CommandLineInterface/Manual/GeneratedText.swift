/// The options with which those who package the tools get their manual pages and completions.
package enum GeneratedText {
    /// The declarations.
    package static let specifications: [OptionSpecification] = [
        .hidden("print-completion", value: .required("shell")),
        .hidden("print-manual"),
    ]

    /// The text that options ask for; `nil` if they ask for none.
    ///
    /// - Throws: `OptionError` for a shell that is not known.
    package static func text(_ options: ParsedOptions, _ manual: ToolManual) throws(OptionError) -> String? {
        if options.has("print-manual") { return ManualPage.text(manual) }
        guard let shell = options.last("print-completion") else { return nil }
        switch shell {
        case "bash": return BashCompletion.text(manual)
        case "zsh": return ZshCompletion.text(manual)
        case "fish": return FishCompletion.text(manual)
        default: throw OptionError(.value, "Invalid shell \(shell): there are completions for bash, zsh and fish")
        }
    }
}
