/// Writes a remaining time as the original does (`Spec/cli.md` §5): `1h0m5s`, leading zero units dropped.
package enum RemainingTime {
    /// The text for a number of seconds.
    package static func text(seconds: Int) -> String {
        let seconds = max(0, seconds)
        let days = seconds / 86_400
        guard days <= 100 else { return ">100d" }
        var text = ""
        if days > 0 { text += "\(days)d" }
        if !text.isEmpty || seconds >= 3600 { text += "\(seconds / 3600 % 24)h" }
        if !text.isEmpty || seconds >= 60 { text += "\(seconds / 60 % 60)m" }
        return text + "\(seconds % 60)s"
    }
}
