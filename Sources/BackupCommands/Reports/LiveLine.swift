/// The line that a terminal shows while a tool runs: one line, written again and again.
enum LiveLine {
    /// Goes back to the first column and clears what stands there.
    static let erasure = "\r\u{1B}[K"

    /// As many parts, the most important first, as fit into a line; nothing if not even the first does.
    ///
    /// - Parameters:
    ///   - parts: What there is to say.
    ///   - width: The columns of the terminal. The last is left free, for some terminals go on to the next line there.
    static func text(_ parts: [String], width: Int) -> String {
        var text = ""
        for part in parts {
            let longer = text.isEmpty ? part : text + "  " + part
            guard longer.count < width else { return text }
            text = longer
        }
        return text
    }

    /// What a terminal gets so that one line follows another.
    static func replacing(_ shown: String, with text: String) -> String {
        text == shown ? "" : (shown.isEmpty ? "" : Self.erasure) + text
    }

    /// What a terminal gets so that whole lines stand above the line that it shows.
    static func inserting(_ lines: String, above shown: String) -> String {
        shown.isEmpty ? lines : Self.erasure + lines + shown
    }

    /// What there is to say about a run, the most important first.
    ///
    /// - Parameters:
    ///   - percent: How much is done; `nil` if nobody knows.
    ///   - remaining: The seconds left; `nil` if nobody knows.
    ///   - sample: The counters.
    ///   - rate: The amounts a second of the last seconds.
    static func parts(percent: Int?, remaining: Int?, sample: Rate.Sample, rate: Rate) -> [String] {
        var parts: [String] = []
        if let percent { parts.append("\(percent)%") }
        if let remaining { parts.append("~\(RemainingTime.text(seconds: remaining)) remaining") }
        parts.append("\(ByteAmount.text(UInt64(clamping: rate.kibibytes) << 10))/s")
        parts.append("\(ByteAmount.text(sample.bytes))")
        parts.append("\(sample.records) records")
        parts.append("\(rate.records) rec/s")
        return parts
    }
}
