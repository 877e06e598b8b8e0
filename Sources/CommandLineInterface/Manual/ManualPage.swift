/// The manual page of a tool, in the man macros of roff.
enum ManualPage {
    /// Writes the page.
    static func text(_ manual: ToolManual) -> String {
        let usage = Usage(manual.usage)
        var lines = [
            ".TH \(manual.tool.uppercased()) 1 \"\" \"\(manual.tool) \(manual.version)\" \"Aerospike tools\"",
            ".SH NAME", "\(manual.tool) \\- \(Self.escaped(manual.summary))",
            ".SH SYNOPSIS", Self.escaped(usage.synopsis),
            ".SH DESCRIPTION",
        ]
        for paragraph in usage.paragraphs { lines += [".PP", Self.escaped(paragraph)] }
        lines += [
            ".PP",
            Self.escaped("Any unique beginning of a long option will do. A value may also follow its option behind =."),
            ".SH OPTIONS",
        ]
        for section in manual.shown where !section.options.isEmpty {
            lines.append(".SS \(Self.escaped(section.title))")
            for option in section.options { lines += [".TP", Self.head(option), Self.escaped(option.help)] }
        }
        lines += [".SH EXAMPLES", ".nf"] + usage.examples.map(Self.escaped) + [".fi"]
        lines += Self.ending(manual)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func ending(_ manual: ToolManual) -> [String] {
        var lines: [String] = []
        if let files = manual.files {
            lines.append(".SH FILES")
            for (index, path) in files.paths.enumerated() {
                lines += [index == 0 ? ".TP" : ".TQ", ".I \(Self.escaped(path))"]
            }
            lines.append(Self.escaped(files.text))
        }
        lines += [
            ".SH EXIT STATUS", ".TP", ".B 0",
            "Everything that could be done was done. Warnings do not change it; they are on standard error.",
            ".TP", ".B 1",
            Self.escaped("Something was not done; a line on standard error says what, and what would be right."),
        ]
        guard !manual.related.isEmpty else { return lines }
        return lines + [".SH SEE ALSO"] + manual.related.map { ".BR \($0) (1)" }
    }

    private static func head(_ option: OptionSpecification) -> String {
        let letter = option.letter.map { "\\fB\\-\($0)\\fR, " } ?? ""
        let name = "\\fB\\-\\-\(Self.escaped(option.name))\\fR"
        switch option.value {
        case .none: return letter + name
        case .required(let value): return "\(letter)\(name) \\fI\(Self.escaped(value))\\fR"
        case .optional(let value): return "\(letter)\(name)[=\\fI\(Self.escaped(value))\\fR]"
        }
    }

    /// Text that roff prints as it is.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "'": escaped += "\\(aq"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case "`": escaped += "\\(ga"
            default: escaped.append(character)
            }
        }
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }

    /// The parts of the head of a help text.
    private struct Usage {
        var synopsis = ""
        var paragraphs: [String] = []
        var examples: [String] = []

        init(_ text: String) {
            for part in text.split(separator: "\n\n") {
                if part.hasPrefix("Usage: ") {
                    self.synopsis = String(part.dropFirst("Usage: ".count))
                } else if part.hasPrefix(" ") {
                    self.examples = part.split(separator: "\n").map { String($0.dropFirst(2)) }
                } else {
                    self.paragraphs.append(part.split(separator: "\n").joined(separator: " "))
                }
            }
        }
    }
}
