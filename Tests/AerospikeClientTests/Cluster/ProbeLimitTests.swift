import NIOCore
import Testing

@testable import AerospikeClient

@Suite struct `Limits of asking a node` {
    private let start = NIODeadline.uptimeNanoseconds(5_000_000_000)

    @Test func `hold for connecting and the answer together`() {
        let limit = ProbeLimit(.seconds(2), from: self.start)
        #expect(limit.wait == .deadline(.uptimeNanoseconds(7_000_000_000)))
        #expect(limit.rest(atMost: .seconds(10), at: self.start) == .seconds(2))
        #expect(limit.rest(atMost: .seconds(10), at: self.start + .milliseconds(1500)) == .milliseconds(500))
        #expect(limit.rest(atMost: .milliseconds(100), at: self.start) == .milliseconds(100))
    }

    @Test func `are over at their end`() {
        let limit = ProbeLimit(.seconds(2), from: self.start)
        #expect(!limit.isOver(at: self.start + .milliseconds(1999)))
        #expect(limit.isOver(at: self.start + .seconds(2)))
        #expect(limit.rest(atMost: .seconds(10), at: self.start + .seconds(3)) == .zero)
    }
}
