import NIOCore
import Testing

@testable import AerospikeClient

@Suite struct `States of a pool` {
    private typealias State = PoolState<String, Int>

    private func text(_ action: State.LeaseAction) -> String {
        switch action {
        case .use(let element): "use \(element)"
        case .open: "open"
        case .wait: "wait"
        case .refuse: "refuse"
        }
    }

    private func text(_ action: State.ReturnAction) -> String {
        switch action {
        case .keep: "keep"
        case .drop(let element): "drop \(element ?? "nothing")"
        case .handOver(let waiter, let element): "\(waiter) gets \(element ?? "the right to open")"
        }
    }

    @Test func `give out the connection used last`() {
        var state = State(limit: 3)
        #expect(self.text(state.lease()) == "open")
        #expect(self.text(state.lease()) == "open")
        #expect(self.text(state.giveBack("a", at: .uptimeNanoseconds(0))) == "keep")
        #expect(self.text(state.giveBack("b", at: .uptimeNanoseconds(0))) == "keep")
        #expect(self.text(state.lease()) == "use b")
        #expect(self.text(state.lease()) == "use a")
        #expect(state.inUse == 2)
    }

    @Test func `make who comes beyond the limit wait in order`() {
        var state = State(limit: 1)
        #expect(self.text(state.lease()) == "open")
        #expect(self.text(state.lease()) == "wait")
        #expect(self.text(state.enqueue(1, number: 1)) == "wait")
        #expect(self.text(state.enqueue(2, number: 2)) == "wait")
        #expect(self.text(state.enqueue(3, number: 3)) == "wait")
        #expect(state.removeWaiter(number: 2) == 2)
        #expect(state.removeWaiter(number: 2) == nil)
        #expect(self.text(state.giveBack("a", at: .uptimeNanoseconds(0))) == "1 gets a")
        #expect(self.text(state.giveBack(nil, at: .uptimeNanoseconds(0))) == "3 gets the right to open")
        #expect(state.inUse == 1)
        #expect(self.text(state.giveBack(nil, at: .uptimeNanoseconds(0))) == "drop nothing")
        #expect(state.inUse == 0)
    }

    @Test func `take a connection that came free before the wait began`() {
        var state = State(limit: 1)
        _ = state.lease()
        #expect(self.text(state.lease()) == "wait")
        _ = state.giveBack("a", at: .uptimeNanoseconds(0))
        #expect(self.text(state.enqueue(1, number: 1)) == "use a")
    }

    @Test func `refuse everything once closed`() {
        var state = State(limit: 1)
        _ = state.lease()
        _ = state.enqueue(1, number: 1)
        let closed = state.close()
        #expect(closed.idle == [])
        #expect(closed.waiters == [1])
        #expect(self.text(state.lease()) == "refuse")
        #expect(self.text(state.enqueue(2, number: 2)) == "refuse")
        #expect(self.text(state.giveBack("a", at: .uptimeNanoseconds(0))) == "drop a")
    }

    @Test func `hand idle connections over for closing`() {
        var state = State(limit: 2)
        _ = state.lease()
        _ = state.giveBack("a", at: .uptimeNanoseconds(0))
        #expect(state.close().idle == ["a"])
        #expect(state.close().idle == [])
    }

    @Test func `give up what has been idle for too long, and only that`() {
        var state = State(limit: 3)
        for _ in 1...3 { _ = state.lease() }
        for (element, second) in [("a", 1), ("b", 2), ("c", 3)] {
            _ = state.giveBack(element, at: .uptimeNanoseconds(0) + .seconds(Int64(second)))
        }
        #expect(state.removeIdle(since: .uptimeNanoseconds(0)) == [])
        #expect(state.removeIdle(since: .uptimeNanoseconds(0) + .seconds(2)) == ["a", "b"])
        #expect(self.text(state.lease()) == "use c")
        #expect(self.text(state.lease()) == "open")
    }
}
