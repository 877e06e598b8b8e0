/// The completion of a tool for zsh.
enum ZshCompletion {
    /// Writes the script, which is to be a file `_tool` in one of the directories of `fpath`.
    static func text(_ manual: ToolManual) -> String {
        let lines = manual.shown.flatMap(\.options).map { "    \(Self.line($0))" }
        return """
            #compdef \(manual.tool)
            # Completion of \(manual.tool) for zsh.
            _arguments -s \\
            \(lines.joined(separator: " \\\n"))

            """
    }

    private static func line(_ option: OptionSpecification) -> String {
        let hint = CompletionHint(option)
        let help = "[\(Self.escaped(option.briefHelp))]"
        let long = hint == .flag ? "--\(option.name)" : "--\(option.name)="
        // A set may be given several times, and so may everything else; the last one counts.
        guard let letter = option.letter else { return "'*\(long)\(help)\(Self.action(option, hint))'" }
        let short = hint == .flag ? "-\(letter)" : "-\(letter)+"
        return "'*'{\(short),\(long)}'\(help)\(Self.action(option, hint))'"
    }

    private static func action(_ option: OptionSpecification, _ hint: CompletionHint) -> String {
        let (name, isOptional) =
            switch option.value {
            case .none: ("", false)
            case .required(let name): (name, false)
            case .optional(let name): (name, true)
            }
        let message = "\(isOptional ? "::" : ":")\(Self.escaped(name))"
        switch hint {
        case .flag: return ""
        case .anything: return "\(message): "
        case .words(let words): return "\(message):(\(words.joined(separator: " ")))"
        case .file: return "\(message):_files"
        case .directory: return "\(message):_files -/"
        }
    }

    /// Text inside single quotes and brackets, or between colons.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "'": escaped += "'\\''"
            case "[", "]", ":", "\\": escaped += "\\\(character)"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
