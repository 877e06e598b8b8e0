import Testing

@testable import SharedMemoryIndex

@Suite struct `Limits of the kernel` {
    static let limits = KernelLimits(
        largestSegment: 1 << 30,
        pages: 1000,
        segments: 10,
        available: 1 << 20,
        usedSegments: 8,
        usedBytes: 4096
    )

    @Test(
        arguments: [
            ([4096], 4096, []), ([2 << 30], 0, ["kernel.shmmax=2147483648", "kernel.shmall=524289"]),
            ([1, 1, 1], 3, ["kernel.shmmni=11"]), ([999 * 4096], 0, []), ([999 * 4096 + 1], 0, ["kernel.shmall=1001"]),
            ([4096], (1 << 20) + 1, ["1048577 bytes of memory are needed, 1048576 are available."]),
        ] as [([UInt64], UInt64, [String])]
    )
    func `are compared with what is needed`(sizes: [UInt64], needed: UInt64, words: [String]) {
        let problems = Self.limits.problems(sizes: sizes, needed: needed)
        #expect(problems.count == words.count)
        for (problem, word) in zip(problems, words) { #expect(problem.contains(word)) }
    }

    @Test func `count memory and swap`() {
        let text = "MemTotal: 9 kB\nMemAvailable:   100 kB\nSwapTotal: 9 kB\nSwapFree: 20 kB\n"
        #expect(KernelLimits.available(text) == 120 * 1024)
    }
}
