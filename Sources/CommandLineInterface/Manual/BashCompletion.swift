/// The completion of a tool for bash.
enum BashCompletion {
    /// Writes the script.
    static func text(_ manual: ToolManual) -> String {
        let options = manual.shown.flatMap(\.options)
        let words = options.flatMap { option in (option.letter.map { ["-\($0)"] } ?? []) + ["--\(option.name)"] }
        return """
            # Completion of \(manual.tool) for bash.
            _\(manual.tool)() {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
                COMPREPLY=()
                # --option=value comes as three words.
                if [[ $current == "=" ]]; then
                    current=
                elif [[ $previous == "=" ]]; then
                    previous=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                case $previous in
            \(Self.cases(options))
                esac
                if [[ $current == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "\(words.joined(separator: " "))" -- "$current")
                fi
            }
            complete -F _\(manual.tool) \(manual.tool)

            """
    }

    private static func cases(_ options: [OptionSpecification]) -> String {
        var groups: [(hint: CompletionHint, patterns: [String])] = []
        for option in options {
            let hint = CompletionHint(option)
            guard hint != .flag else { continue }
            if let index = groups.firstIndex(where: { $0.hint == hint }) {
                groups[index].patterns += option.words
            } else {
                groups.append((hint, option.words))
            }
        }
        return groups.map { group in
            "        \(group.patterns.joined(separator: " | ")))\n\(Self.action(group.hint))            return\n            ;;"
        }.joined(separator: "\n")
    }

    private static func action(_ hint: CompletionHint) -> String {
        let files = "            compopt -o filenames 2>/dev/null\n"
        switch hint {
        case .flag, .anything: return ""
        case .words(let words):
            return
                "            mapfile -t COMPREPLY < <(compgen -W \"\(words.joined(separator: " "))\" -- \"$current\")\n"
        case .file: return "            mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n" + files
        case .directory: return "            mapfile -t COMPREPLY < <(compgen -d -- \"$current\")\n" + files
        }
    }
}
