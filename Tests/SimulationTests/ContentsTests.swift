import AerospikeLocalServer
import AerospikeProtocol
import Testing

@testable import simulation

@Suite struct `Comparing contents` {
    private func digest(_ name: String) -> Digest { Digest(set: [], keyType: .string, key: Array(name.utf8)) }

    /// Records of one bin each, by key; the void time is that many seconds after 2010, or never.
    private func contents(_ values: [String: (bin: String, voidTime: UInt32?)]) -> Contents {
        var records: [Digest: LocalRecord] = [:]
        for (key, value) in values {
            records[self.digest(key)] = LocalRecord(
                set: [],
                key: [],
                bins: [Array(value.bin.utf8)],
                generation: 1,
                voidTime: value.voidTime.map { VoidTime(rawValue: $0) } ?? .never
            )
        }
        return Contents(records: records)
    }

    @Test func `what is missing, different or too much is told`() throws {
        let wanted = self.contents(["a": ("1", nil), "b": ("2", nil), "c": ("3", nil)])
        #expect(wanted.difference(to: wanted) == nil)
        let found = self.contents(["a": ("1", nil), "b": ("other", nil), "d": ("4", nil)])
        let difference = try #require(found.difference(to: wanted))
        #expect(difference.hasPrefix("of 3 records 1 are missing and 1 different, 1 should not be there"))
    }

    @Test(arguments: [(1000, 1120, true), (1000, 1121, false)])
    func `void times may differ by two minutes`(left: UInt32, right: UInt32, isSame: Bool) {
        let (found, wanted) = (self.contents(["a": ("1", left)]), self.contents(["a": ("1", right)]))
        #expect((found.difference(to: wanted) == nil) == isSame)
        #expect(self.contents(["a": ("1", nil)]).difference(to: wanted) != nil)
    }

    @Test func `a backup under writes holds each record as it was or is`() {
        let before = self.contents(["old": ("1", nil), "changed": ("before", nil)])
        let after = self.contents(["old": ("1", nil), "changed": ("after", nil), "new": ("2", nil)])
        let expected = BackupExpectation(before: before, after: after)
        for good in [before, after] { #expect(expected.difference(of: good, limit: 0) == nil) }
        let mixed = self.contents(["old": ("1", nil), "changed": ("neither", nil)])
        #expect(expected.difference(of: mixed, limit: 0) != nil)
        let lacking = self.contents(["changed": ("after", nil)])
        #expect(expected.difference(of: lacking, limit: 0) != nil)
        #expect(expected.differenceApartFromMissing(of: lacking) == nil)
        #expect(expected.differenceApartFromMissing(of: mixed) != nil)
    }

    @Test func `a backup may hold writes that got lost with their node, and no others`() {
        let before = self.contents(["old": ("1", nil), "changed": ("before", nil)])
        let attempted = self.contents(["changed": ("tried", nil), "new": ("tried", nil)])
        let expected = BackupExpectation(before: before, after: before, attempted: attempted)
        for bins in [
            ["changed": "tried", "new": "tried"], ["changed": "before", "new": "tried"], ["changed": "tried"],
        ] {
            let found = self.contents(bins.mapValues { ($0, nil) }.merging(["old": ("1", nil)]) { left, _ in left })
            #expect(expected.difference(of: found, limit: 0) == nil)
        }
        for bins in [["old": "tried", "changed": "tried"], ["old": "1", "changed": "before", "other": "tried"]] {
            #expect(expected.difference(of: self.contents(bins.mapValues { ($0, nil) }), limit: 0) != nil)
        }
    }
}
