/// The completion of a tool for fish.
enum FishCompletion {
    /// Writes the script.
    static func text(_ manual: ToolManual) -> String {
        let lines = manual.shown.flatMap(\.options).map { Self.line($0, manual.tool) }
        return """
            # Completion of \(manual.tool) for fish.
            complete -c \(manual.tool) -f
            \(lines.joined(separator: "\n"))

            """
    }

    private static func line(_ option: OptionSpecification, _ tool: String) -> String {
        let letter = option.letter.map { " -s \($0)" } ?? ""
        let value =
            switch CompletionHint(option) {
            case .flag: ""
            case .anything: " -x"
            case .words(let words): " -x -a '\(words.joined(separator: " "))'"
            case .file: " -r -F"
            case .directory: " -x -a '(__fish_complete_directories)'"
            }
        return "complete -c \(tool)\(letter) -l \(option.name)\(value) -d '\(Self.escaped(option.briefHelp))'"
    }

    /// Text inside single quotes.
    private static func escaped(_ text: String) -> String {
        text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    }
}
