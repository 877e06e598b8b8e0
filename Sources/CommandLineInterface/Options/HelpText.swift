/// The text of `--help`, made from the declarations of the options.
enum HelpText {
    /// Writes the text.
    ///
    /// - Parameters:
    ///   - usage: The lines in front: what the tool does and the commands of every day.
    ///   - sections: Headings and the options to be shown.
    static func text(usage: String, sections: [(title: String, options: [OptionSpecification])]) -> String {
        var lines = [usage]
        for section in sections {
            lines.append("")
            lines.append(section.title + ":")
            for option in section.options { lines.append(Self.line(option)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ option: OptionSpecification) -> String {
        let letter = option.letter.map { "-\($0), " } ?? "    "
        let left =
            switch option.value {
            case .none: "  \(letter)--\(option.name)"
            case .required(let name): "  \(letter)--\(option.name) <\(name)>"
            case .optional(let name): "  \(letter)--\(option.name)[=<\(name)>]"
            }
        let help = Self.wrapped(option.help, indentation: 30)
        guard left.count < 29 else { return left + "\n" + String(repeating: " ", count: 30) + help }
        return left + String(repeating: " ", count: 30 - left.count) + help
    }

    private static func wrapped(_ text: String, indentation: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.count + word.count + 1 > 100 - indentation {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        return lines.joined(separator: "\n" + String(repeating: " ", count: indentation))
    }
}
