/// Times in configuration values: a number of seconds, or with a unit `s`, `m`, `h` or `d`.
enum DurationText {
    /// The seconds a text stands for; `nil` if it is no time.
    static func seconds(_ text: String) -> UInt32? {
        let factors: [Character: UInt32] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = text.last else { return nil }
        guard let factor = factors[Character(last.lowercased())] else { return UInt32(text) }
        guard let number = UInt32(text.dropLast()) else { return nil }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : seconds
    }
}
