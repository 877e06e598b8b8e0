import CommandLineInterface
import YAMLText

/// The text of `--print-config`: a configuration file in YAML that says the same, and where each value was given.
enum ConfigurationText {
    private static let secrets: Set<String> = ["password", "tls-keyfile-password"]

    /// Writes the text.
    static func text(_ options: ParsedOptions, schema: ConfigurationSchema, tool: String) -> String {
        var text = "# Options of \(tool) in force, and where each was given.\n"
        for section in schema.sections where Self.isShown(section, options) {
            text += "\(section.name):\n"
            var shown: Set<String> = []
            for key in section.keys where shown.insert(key.option).inserted { text += Self.lines(key, options) }
        }
        return text
    }

    /// The section of the secret agent only says something if it is set.
    private static func isShown(_ section: ConfigurationSchema.Section, _ options: ParsedOptions) -> Bool {
        section.name != "secret-agent" || section.keys.contains { options.has($0.option) }
    }

    private static func lines(_ key: ConfigurationSchema.Key, _ options: ParsedOptions) -> String {
        let given = options.occurrences.filter { $0.name == key.option }
        guard let last = given.last else { return Self.unset(key, options) }
        let origin = key.kind == .texts ? Self.origins(given) : last.origin.description
        let value = last.value ?? ""
        guard !Self.secrets.contains(key.option) || ["env:", "file:", "secrets:"].contains(where: value.hasPrefix)
        else {
            return "  # \(key.name): (hidden)  # \(Self.comment(origin))\n"
        }
        let node =
            switch key.kind {
            case .flag: YAMLNode(true)
            case .integer: YAMLNode(.scalar(String(ParsedOptions.integer(value) ?? 0), isPlain: true))
            case .text: YAMLNode(text: value)
            // All values in the order in which they add up.
            case .texts: YAMLNode(text: given.compactMap(\.value).joined(separator: ","))
            }
        if key.kind == .integer, ParsedOptions.integer(value) == nil {
            return "  # \(key.name): \(Self.comment(value))  # not an integer; \(Self.comment(origin))\n"
        }
        return "  \(Self.entry(key.name, node))  # \(Self.comment(origin))\n"
    }

    /// What holds without the option; only numbers and flags can be written as a value.
    private static func unset(_ key: ConfigurationSchema.Key, _ options: ParsedOptions) -> String {
        guard key.isSupported || options.unset[key.option] != nil else { return "" }
        let origin = options.unset[key.option].map { Self.comment($0.description) } ?? "default"
        if key.kind == .flag { return "  \(key.name): false  # \(origin)\n" }
        guard let text = key.defaultText else { return "  # \(key.name): not set\n" }
        if key.kind == .integer, Int(text) != nil { return "  \(key.name): \(text)  # default\n" }
        return "  # \(key.name): \(text) (default)\n"
    }

    private static func origins(_ given: [ParsedOptions.Occurrence]) -> String {
        var origins: [String] = []
        for origin in given.map(\.origin.description) where !origins.contains(origin) { origins.append(origin) }
        return origins.joined(separator: "; ")
    }

    /// One key and its value on a line, quoted as YAML needs it.
    private static func entry(_ name: String, _ value: YAMLNode) -> String {
        let entry = YAMLNode(.mapping([YAMLEntry(key: YAMLNode(text: name), value: value)]))
        var text = String(decoding: YAMLWriter.text(entry), as: UTF8.self)
        while text.last == "\n" { text.removeLast() }
        return text
    }

    /// Text that cannot end a comment.
    private static func comment(_ text: String) -> String {
        String(text.map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 0x20 } ? "?" : $0 })
    }
}
