import Testing

@testable import AerospikeLocalServer

@Suite struct PackedOrderTests {
    /// Ascending; values of one line are equal.
    static let ascending = [
        "c0", "c2", "c3", "d38000000000000000", "ff d0ff", "00 cc00", "07", "cd0100", "cfffffffffffffffff",
        "a103", "a20361", "a3036162", "a20362", "90", "9101", "920102", "93010200", "9102", "80", "810102", "810201",
        "82c70001c00201", "a0 d900", "a104", "a20401", "cbbff0000000000000", "ca3f800000 cb3ff0000000000000", "a21761",
        "d60161626364", "d4ff01",
    ]

    @Test func `values are ordered by kind and then by content`() throws {
        // A map of one pair is equal to the same with flags, whatever its line.
        let lines = Self.ascending.filter { $0 != "82c70001c00201" }
        for (left, first) in lines.enumerated() {
            for (right, second) in lines.enumerated() {
                for one in first.split(separator: " ") {
                    for other in second.split(separator: " ") {
                        let relation = try self.value(one).relation(to: self.value(other))
                        #expect(relation == PackedOrder.relation(left, right), "\(one) \(other)")
                    }
                }
            }
        }
    }

    @Test func `flags do not count when maps and lists are compared`() throws {
        #expect(try self.value("810201").isEqual(to: self.value("82c70001c00201")))
        #expect(try self.value("9201a20361").isEqual(to: self.value("93c7000101a20361")))
    }

    @Test func `a wildcard makes everything behind it equal`() throws {
        let wildcard = try self.value("d4ff00")
        for line in Self.ascending {
            for one in line.split(separator: " ") { #expect(try self.value(one).isEqual(to: wildcard)) }
        }
        #expect(try self.value("930102d4ff00").isEqual(to: self.value("93010207")))
        #expect(try self.value("930102d4ff00").isLess(than: self.value("93010307")))
    }

    @Test(arguments: 1...20)
    func `sorting is consistent`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let values = try Self.ascending.flatMap { try $0.split(separator: " ").map(self.value) }
        let sorted = values.shuffled(using: &generator).sorted { $0.isLess(than: $1) }
        for (left, right) in zip(sorted, sorted.dropFirst()) {
            #expect(left.relation(to: right) != .greater, "seed \(seed)")
        }
    }

    private func value(_ text: Substring) throws -> PackedValue {
        try #require(PackedValue(VectorText.bytes(text)[...]), "\(text)")
    }

    private func value(_ text: String) throws -> PackedValue { try self.value(text[...]) }
}
