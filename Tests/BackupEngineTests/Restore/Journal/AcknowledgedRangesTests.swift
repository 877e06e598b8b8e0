import Testing

@testable import BackupEngine

@Suite struct `Acknowledged ranges` {
    /// The same as a set of single bytes, which is too slow for files but has no room for mistakes.
    private struct Bytes {
        var set: Set<UInt64> = []

        mutating func insert(_ range: Range<UInt64>) { self.set.formUnion(range) }

        func end(of byte: UInt64) -> UInt64? {
            guard self.set.contains(byte) else { return nil }
            var end = byte
            while self.set.contains(end) { end += 1 }
            return end
        }

        func start(behind byte: UInt64) -> UInt64? {
            self.set.filter { $0 > byte && !self.set.contains($0 - 1) }.min()
        }
    }

    @Test(arguments: UInt64(0)..<60) func `they are the bytes that were inserted`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var ranges = AcknowledgedRanges()
        var bytes = Bytes()
        for _ in 0..<random.below(30) {
            let start = UInt64(random.below(100))
            let range = start..<start + UInt64(random.below(12))
            ranges.insert(range)
            bytes.insert(range)
        }
        #expect(ranges.ranges.flatMap { Array($0) } == bytes.set.sorted(), "seed \(seed)")
        #expect(ranges.isEmpty == bytes.set.isEmpty)
        for (one, next) in zip(ranges.ranges, ranges.ranges.dropFirst()) { #expect(one.upperBound < next.lowerBound) }
        for byte in UInt64(0)..<120 {
            #expect(ranges.end(of: byte) == bytes.end(of: byte), "seed \(seed), byte \(byte)")
            // Behind a byte of a range the next one begins where that one has ended.
            #expect(ranges.start(behind: byte) == bytes.start(behind: byte), "seed \(seed), byte \(byte)")
        }
    }

    @Test(arguments: UInt64(0)..<60) func `all at once they are the same as one by one`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let parts = (0..<random.below(60)).map { _ in
            let start = UInt64(random.below(300))
            return start..<start + UInt64(random.below(9))
        }
        var ranges = AcknowledgedRanges()
        for part in parts { ranges.insert(part) }
        #expect(AcknowledgedRanges(parts) == ranges, "seed \(seed)")
        #expect(AcknowledgedRanges(parts.reversed()) == ranges, "seed \(seed)")
        let half = parts.count / 2
        var halves = AcknowledgedRanges(parts[..<half])
        halves.insert(Array(parts[half...]))
        #expect(halves == ranges, "seed \(seed)")
    }

    @Test func `they may be many and in the worst order`() {
        let parts = (0..<UInt64(400_000)).reversed().map { $0 * 10..<$0 * 10 + 5 }
        let ranges = AcknowledgedRanges(parts)
        #expect(ranges.ranges.count == 400_000)
        #expect(ranges.ranges.first == 0..<5 && ranges.ranges.last == 3_999_990..<3_999_995)
    }

    @Test(arguments: UInt64(0)..<20) func `order does not matter`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let ends = (0..<20).map { _ in UInt64(random.below(1000)) }.sorted()
        let parts = zip(ends, ends.dropFirst()).map { $0..<$1 }
        #expect(AcknowledgedRanges(parts.shuffled(using: &random)) == AcknowledgedRanges(parts))
        let whole = AcknowledgedRanges(parts).ranges
        #expect(whole == (ends[0] == ends[19] ? [] : [ends[0]..<ends[19]]), "pieces that touch become one")
    }
}
