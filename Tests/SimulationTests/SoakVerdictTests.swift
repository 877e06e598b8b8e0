import Testing

@testable import simulation

@Suite struct `Verdicts on a soak` {
    private func memory(_ megabytes: [Int]) -> [SoakVerdict.MemorySample] {
        megabytes.enumerated().map { SoakVerdict.MemorySample(second: $0.offset, bytes: $0.element << 20) }
    }

    private func complaints(findings: Int = 0, descriptors: [Int] = [], megabytes: [Int] = []) -> [String] {
        SoakVerdict(findings: findings, descriptors: descriptors, memory: self.memory(megabytes)).complaints
    }

    @Test func `a cycle that ended as it must not is too much`() {
        #expect(self.complaints(findings: 1) == ["1 cycle(s) ended as they must not"])
    }

    @Test func `descriptors stay below those after the first three cycles`() {
        #expect(self.complaints(descriptors: [20, 24, 22, 24, 20, 24]).isEmpty)
        #expect(
            self.complaints(descriptors: [20, 24, 22, 24, 25, 26])
                == ["descriptors grow: 24 after the first cycles, up to 26 later, first after cycle 5"]
        )
    }

    @Test func `too few cycles show nothing about descriptors`() {
        #expect(self.complaints(descriptors: [20, 21, 22]).isEmpty)
    }

    // 20 seconds: two are not looked at, eight are the first half, ten the second. 100 MiB may become 126.
    @Test(arguments: [(126, true), (127, false)])
    func `memory may grow by a tenth and 16 MiB`(last: Int, isGood: Bool) {
        let samples = [0, 0] + Array(repeating: 100, count: 8) + Array(repeating: 90, count: 10) + [last]
        #expect(self.complaints(megabytes: samples).isEmpty == isGood)
    }

    @Test func `memory does not count while it warms up`() {
        let warm = [500, 500] + Array(repeating: 100, count: 8)
        #expect(
            self.complaints(megabytes: warm + Array(repeating: 400, count: 11))
                == ["memory grows: at most 100 MiB in the first half of the time, 400 MiB in the second"]
        )
    }

    @Test func `a moment shows nothing about memory`() {
        #expect(self.complaints(megabytes: []).isEmpty)
        #expect(self.complaints(megabytes: [100]).isEmpty)
    }
}
