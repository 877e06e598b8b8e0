import Glibc

/// What a backup will probably take, by a sample of its records (`Spec/semantics.md` §A7).
package struct BackupEstimate: Hashable, Sendable {
    /// The sizes of the records of the sample as text.
    package var sizes: SizeStatistics
    /// The bytes in front of the first record: the head, indexes and modules, and what encryption puts in front.
    package var headBytes: Int
    /// The bytes that the sample takes with its head, as they would be stored.
    package var storedBytes: Int
    /// The number of records to be expected in the whole backup.
    package var records: Int

    /// Creates an estimate.
    package init(sizes: SizeStatistics, headBytes: Int, storedBytes: Int, records: Int) {
        self.sizes = sizes
        self.headBytes = headBytes
        self.storedBytes = storedBytes
        self.records = records
    }

    /// The size that the mean of the records' sizes does not exceed, with 99.9999 % confidence, in bytes of text.
    package var recordSize: Int {
        Self.bytes(self.sizes.mean + Self.deviations(confidence: 0.999999, parts: 1) * self.deviation)
    }

    /// The bytes stored for each byte of text.
    package var ratio: Double {
        let text = self.sizes.total + self.headBytes
        return text == 0 ? 1 : Double(self.storedBytes) / Double(text)
    }

    /// The size that a backup to one file does not exceed, with 99.9 % confidence, in bytes.
    package var totalSize: Int {
        let each = self.ratio * self.sizes.mean
        let margin = Self.deviations(confidence: 0.999, parts: self.records) * self.deviation
        let (sum, overflow) = self.headBytes.addingReportingOverflow(Self.bytes(Double(self.records) * (each + margin)))
        return overflow ? Int.max : sum
    }

    /// The ratio in per cent, as C's `%g` writes it.
    package var percentage: String {
        var characters = [CChar](repeating: 0, count: 32)
        let count = withVaList([self.ratio * 100]) { vsnprintf(&characters, characters.count, "%g", $0) }
        return String(decoding: characters.prefix(Int(max(count, 0))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The standard error of the mean.
    private var deviation: Double {
        self.sizes.count > 1 ? (self.sizes.variance / Double(self.sizes.count)).squareRoot() : 0
    }

    /// The number of standard deviations that a normal variable exceeds with the probability (1 − confidence) / parts.
    static func deviations(confidence: Double, parts: Int) -> Double {
        guard parts > 0 else { return 0 }
        let probability = (1 - confidence) / Double(parts)
        // erfc falls without a break: 100 halvings of 0...40 find its inverse to the last digit.
        var (low, high) = (0.0, 40.0)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if erfc(middle / 2.0.squareRoot()) / 2 > probability { low = middle } else { high = middle }
        }
        return high
    }

    private static func bytes(_ size: Double) -> Int {
        size < Double(Int.max) ? Int(size.rounded(.up)) : Int.max
    }
}
