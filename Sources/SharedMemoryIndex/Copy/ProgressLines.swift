import CommandLineInterface

/// What is said about how far a run has come. A pure value: the time is given to it.
struct ProgressLines: Hashable, Sendable {
    /// The bytes to be done.
    let total: UInt64
    /// The bytes done.
    private(set) var done: UInt64 = 0
    private var tenths: UInt64 = 0

    /// Creates the lines of a run over that many bytes.
    init(total: UInt64) { self.total = total }

    /// Counts bytes.
    ///
    /// - Returns: The original's line, if another tenth is done.
    mutating func advance(_ bytes: Int, seconds: Double) -> String? {
        self.done += UInt64(bytes)
        let tenths = self.total == 0 ? 10 : UInt64(Double(self.done) / Double(self.total) * 10)
        guard tenths > self.tenths else { return nil }
        self.tenths = tenths
        let percent = String(tenths * 10)
        let padding = String(repeating: " ", count: max(0, 3 - percent.count))
        return "Transferred \(padding)\(percent)% of data in \(ElapsedTime.text(seconds))."
    }

    /// What a live line says, the most important first: percentage, remaining time, rate, amount.
    func parts(seconds: Double) -> [String] {
        guard self.total > 0, seconds > 0 else { return [] }
        var parts = ["\(Int(Double(self.done) / Double(self.total) * 100))%"]
        if self.done > 0 {
            let remaining = seconds * Double(self.total - min(self.done, self.total)) / Double(self.done)
            parts.append("~\(RemainingTime.text(seconds: Int(min(remaining, 1e9)))) remaining")
        }
        parts.append("\(ByteAmount.text(UInt64(Double(self.done) / seconds)))/s")
        parts.append("\(ByteAmount.text(self.done)) of \(ByteAmount.text(self.total))")
        return parts
    }
}
