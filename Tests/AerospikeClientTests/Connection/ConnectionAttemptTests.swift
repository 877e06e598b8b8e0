import NIOCore
import Testing

@testable import AerospikeClient

@Suite struct `Attempts to connect` {
    private func isCancelled(_ result: Result<Connection, any Error>) -> Bool {
        if case .failure(is CancellationError) = result { true } else { false }
    }

    @Test func `do not begin once they are given up`() async {
        let attempt = ConnectionAttempt()
        attempt.cancel()
        let result = await withCheckedContinuation { waiter in #expect(!attempt.wait(waiter)) }
        #expect(self.isCancelled(result) && attempt.isCancelled)
    }

    /// A name that is being looked up cannot be given up by itself: who waits goes on, and the late end is passed over.
    @Test func `let who waits go on at once when they are given up`() async {
        let attempt = ConnectionAttempt()
        let result = await withCheckedContinuation { waiter in
            #expect(attempt.wait(waiter))
            attempt.cancel()
            attempt.ended(.failure(ChannelError.connectTimeout(.seconds(10))))
        }
        #expect(self.isCancelled(result))
    }

    @Test func `tell why they failed`() async {
        let attempt = ConnectionAttempt()
        let result = await withCheckedContinuation { waiter in
            #expect(attempt.wait(waiter))
            attempt.ended(.failure(ChannelError.connectTimeout(.seconds(10))))
            attempt.cancel()
        }
        #expect(!self.isCancelled(result))
    }
}
