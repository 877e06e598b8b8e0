/// Parses command lines as GNU `getopt_long` does, which scripts written for the original tools rely on
/// (`Spec/cli.md` §1): unique prefixes of long options, `--name=value`, clustered letters, attached values.
package struct OptionParser: Sendable {
    /// The tool's name, which begins its messages.
    package let tool: String
    /// The options in the order in which ambiguous ones are listed.
    package let options: [OptionSpecification]

    /// Creates a parser.
    package init(tool: String, options: [OptionSpecification]) {
        self.tool = tool
        self.options = options
    }

    /// Parses the words behind the tool's name.
    ///
    /// - Throws: `OptionError` of kind `.syntax`, with getopt's words.
    package func parse(_ words: [String]) throws(OptionError) -> ParsedOptions {
        var parsed = ParsedOptions()
        var words = words[...]
        while let word = words.popFirst() {
            guard word == "--" else {
                try self.parse(word, following: &words, into: &parsed)
                continue
            }
            if let operand = words.first { throw self.unexpected(operand) }
        }
        return parsed
    }

    /// The first of some options on the line, whatever else is wrong with it: words that cannot be understood are passed
    /// over.
    ///
    /// - Parameters:
    ///   - names: The first long names of the options.
    ///   - words: The words behind the tool's name.
    /// - Returns: The name; `nil` if there is none. A word that is the value of an option is no option.
    package func first(of names: Set<String>, in words: [String]) -> String? {
        var parsed = ParsedOptions()
        var words = words[...]
        while let word = words.popFirst(), word != "--" {
            do throws(OptionError) { try self.parse(word, following: &words, into: &parsed) } catch { continue }
        }
        return parsed.occurrences.first { names.contains($0.name) }?.name
    }

    /// Parses a word that is not `--`, and the value behind it if it wants one.
    private func parse(
        _ word: String,
        following words: inout ArraySlice<String>,
        into parsed: inout ParsedOptions
    ) throws(OptionError) {
        if word.hasPrefix("--") {
            try self.parseLong(word.dropFirst(2), following: &words, into: &parsed)
        } else if word.hasPrefix("-"), word.count > 1 {
            try self.parseLetters(word.dropFirst(), following: &words, into: &parsed)
        } else {
            throw self.unexpected(word)
        }
    }

    private func parseLong(
        _ text: Substring,
        following words: inout ArraySlice<String>,
        into parsed: inout ParsedOptions
    ) throws(OptionError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let option = try self.option(named: String(parts[0]))
        let attached = parts.count > 1 ? String(parts[1]) : nil
        switch option.value {
        case .none:
            guard attached == nil else {
                throw self.error("option '--\(option.written)' doesn't allow an argument")
            }
            parsed.append(option.specification.name, nil)
        case .required:
            guard let value = attached ?? words.popFirst() else {
                throw self.error("option '--\(option.written)' requires an argument")
            }
            parsed.append(option.specification.name, value)
        case .optional:
            parsed.append(option.specification.name, attached ?? Self.popValue(&words))
        }
    }

    private func parseLetters(
        _ text: Substring,
        following words: inout ArraySlice<String>,
        into parsed: inout ParsedOptions
    ) throws(OptionError) {
        var text = text
        while let letter = text.popFirst() {
            guard let option = self.options.first(where: { $0.letter == letter }) else {
                throw self.error("invalid option -- '\(letter)'")
            }
            switch option.value {
            case .none:
                parsed.append(option.name, nil)
            case .required:
                let attached = text.isEmpty ? nil : String(text)
                guard let value = attached ?? words.popFirst() else {
                    throw self.error("option requires an argument -- '\(letter)'")
                }
                parsed.append(option.name, value)
                text = ""
            case .optional:
                parsed.append(option.name, text.isEmpty ? Self.popValue(&words) : String(text))
                text = ""
            }
        }
    }

    /// The next word, unless it is an option itself.
    private static func popValue(_ words: inout ArraySlice<String>) -> String? {
        guard let next = words.first, !next.hasPrefix("-") else { return nil }
        return words.popFirst()
    }

    private struct Match {
        var specification: OptionSpecification
        var written: String
        var value: OptionSpecification.Value { self.specification.value }
    }

    /// The option of that name, or the only one whose name begins so.
    private func option(named name: String) throws(OptionError) -> Match {
        var candidates: [Match] = []
        for option in self.options {
            for written in option.names where written.hasPrefix(name) {
                if written == name { return Match(specification: option, written: written) }
                candidates.append(Match(specification: option, written: written))
            }
        }
        let originals = candidates.filter(\.specification.isOriginal)
        if !originals.isEmpty { candidates = originals }
        guard let first = candidates.first else { throw self.error("unrecognized option '--\(name)'") }
        guard candidates.allSatisfy({ $0.specification.name == first.specification.name }) else {
            let list = candidates.map { "'--\($0.written)'" }.joined(separator: " ")
            throw self.error("option '--\(name)' is ambiguous; possibilities: \(list)")
        }
        return first
    }

    private func unexpected(_ operand: String) -> OptionError {
        self.error("unexpected argument '\(operand)', the tool takes options only")
    }

    private func error(_ text: String) -> OptionError { OptionError(.syntax, "\(self.tool): \(text)") }
}
