/// The line that a terminal shows while a tool runs: one line, written again and again.
package enum LiveLine {
    /// Goes back to the first column and clears what stands there.
    package static let erasure = "\r\u{1B}[K"

    /// As many parts, the most important first, as fit into a line; nothing if not even the first does.
    ///
    /// - Parameters:
    ///   - parts: What there is to say.
    ///   - width: The columns of the terminal. The last is left free, for some terminals go on to the next line there.
    package static func text(_ parts: [String], width: Int) -> String {
        var text = ""
        for part in parts {
            let longer = text.isEmpty ? part : text + "  " + part
            guard longer.count < width else { return text }
            text = longer
        }
        return text
    }

    /// What a terminal gets so that one line follows another.
    package static func replacing(_ shown: String, with text: String) -> String {
        text == shown ? "" : (shown.isEmpty ? "" : Self.erasure) + text
    }

    /// What a terminal gets so that whole lines stand above the line that it shows.
    package static func inserting(_ lines: String, above shown: String) -> String {
        shown.isEmpty ? lines : Self.erasure + lines + shown
    }
}
