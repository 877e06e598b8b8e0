/// What a shell can offer for the value of an option.
enum CompletionHint: Hashable {
    /// The option has no value.
    case flag
    /// Nothing is known of the value.
    case anything
    /// One of a few words.
    case words([String])
    /// The path of a file.
    case file
    /// The path of a directory.
    case directory

    private static let words: [String: [String]] = [
        "auth": ["INTERNAL", "EXTERNAL", "EXTERNAL_INSECURE", "PKI"],
        "compress": ["zstd"],
        "encrypt": ["aes128", "aes256"],
        "s3-log-level": ["Off", "Fatal", "Error", "Warn", "Info", "Debug", "Trace"],
    ]

    init(_ option: OptionSpecification) {
        switch option.value {
        case .none: self = .flag
        case .required(let name), .optional(let name):
            if let words = Self.words[option.name] {
                self = .words(words)
            } else if name.hasPrefix("director") {
                self = .directory
            } else if name.hasSuffix("file") || name == "path" {
                self = .file
            } else {
                self = .anything
            }
        }
    }
}

extension OptionSpecification {
    /// The first sentence of the help, for lists of options.
    var briefHelp: String {
        var words: [Substring] = []
        for word in self.help.split(separator: " ") {
            words.append(word)
            if word.last == "." || word.last == ":" || word.last == ";" { break }
        }
        let text = words.joined(separator: " ")
        return text.last == "." || text.last == ":" || text.last == ";" ? String(text.dropLast()) : text
    }

    /// The names as they are written on a command line: the letter, the long name and its old spellings.
    var words: [String] { (self.letter.map { ["-\($0)"] } ?? []) + self.names.map { "--\($0)" } }
}
