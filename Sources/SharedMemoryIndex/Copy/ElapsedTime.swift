/// Writes how long something took, as the original does: `3.4s`, `2m:3.4s`, `1h:2m:3.4s` (`Spec/asmt.md` §5).
enum ElapsedTime {
    /// The text of a number of seconds, cut to tenths.
    static func text(_ seconds: Double) -> String {
        let tenths = Int((max(0, seconds) * 10).rounded(.down))
        let text = "\(tenths / 10 % 60).\(tenths % 10)s"
        let minutes = tenths / 600
        if minutes >= 60 { return "\(minutes / 60)h:\(minutes % 60)m:\(text)" }
        return minutes > 0 ? "\(minutes)m:\(text)" : text
    }
}
