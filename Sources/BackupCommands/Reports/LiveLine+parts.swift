import CommandLineInterface

extension LiveLine {
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
