import NIOCore
import Testing

@testable import AerospikeClient

@Suite struct `Limits of waiting` {
    private let start = NIODeadline.uptimeNanoseconds(5_000_000_000)

    @Test func `of silence move with each byte, but not beyond their end`() {
        let limit = WaitLimit.silence(.seconds(2), until: self.start + .seconds(3))
        #expect(limit.end(lastActivity: self.start) == self.start + .seconds(2))
        #expect(limit.end(lastActivity: self.start + .milliseconds(900)) == self.start + .milliseconds(2900))
        #expect(limit.end(lastActivity: self.start + .seconds(2)) == self.start + .seconds(3))
        #expect(limit.end(lastActivity: self.start + .seconds(60)) == self.start + .seconds(3))
    }

    @Test func `that are moments stay where they are`() {
        let limit = WaitLimit.deadline(self.start + .seconds(3))
        #expect(limit.end(lastActivity: self.start + .seconds(60)) == self.start + .seconds(3))
    }
}
