import Testing

@testable import BackupEngine

@Suite struct `States of a gate` {
    @Test func `who waits goes in in the order of coming`() {
        var state = GateState<String>(limit: 1)
        #expect(state.enter("a", ticket: 1) == .goIn)
        #expect(state.enter("b", ticket: 2) == .wait)
        #expect(state.enter("c", ticket: 3) == .wait)
        #expect(state.leave() == ["b"])
        #expect(state.setLimit(3) == ["c"])
        #expect(state.enter("d", ticket: 4) == .goIn)
        #expect(state.setLimit(1) == [])
        #expect(state.leave() == [] && state.leave() == [])
        #expect(state.enter("e", ticket: 5) == .wait)
        #expect(state.leave() == ["e"])
    }

    /// In the queue, though there is room, it would keep out those behind it, whom nobody lets in.
    @Test func `one that was cancelled before stands in nobody's way`() {
        var state = GateState<String>(limit: 2)
        #expect(state.enter("a", ticket: 1) == .goIn)
        #expect(state.enter("cancelled", ticket: 2, isCancelled: true) == .goAway)
        #expect(state.enter("b", ticket: 3) == .goIn)
        #expect(state.cancel(ticket: 2)?.cancelled == nil)
        #expect(state.enter("c", ticket: 4) == .wait)
    }

    @Test func `one that is cancelled while it waits takes no place`() {
        var state = GateState<String>(limit: 1)
        #expect(state.enter("a", ticket: 1) == .goIn)
        #expect(state.enter("b", ticket: 2) == .wait)
        #expect(state.enter("c", ticket: 3) == .wait)
        let answer = state.cancel(ticket: 2)
        #expect(answer?.cancelled == "b" && answer?.admitted == [])
        #expect(state.cancel(ticket: 2)?.cancelled == nil)
        #expect(state.leave() == ["c"])
        #expect(state.cancel(ticket: 3)?.cancelled == nil, "it is inside")
    }

    @Test func `who has room when the one in front of it gives up goes in`() {
        var state = GateState<String>(limit: 4)
        #expect(state.enter("a", ticket: 1, places: 2) == .goIn)
        #expect(state.enter("large", ticket: 2, places: 3) == .wait)
        #expect(state.enter("b", ticket: 3) == .wait, "in the order of coming")
        #expect(state.enter("c", ticket: 4) == .wait)
        #expect(state.enter("d", ticket: 5) == .wait)
        let answer = state.cancel(ticket: 2)
        #expect(answer?.cancelled == "large" && answer?.admitted == ["b", "c"])
        #expect(state.leave(places: 2) == ["d"])
    }

    @Test func `who takes more places than there are goes in alone`() {
        var state = GateState<String>(limit: 2)
        #expect(state.enter("a", ticket: 1) == .goIn)
        #expect(state.enter("huge", ticket: 2, places: 9) == .wait)
        #expect(state.enter("b", ticket: 3) == .wait)
        #expect(state.leave() == ["huge"])
        #expect(state.leave(places: 9) == ["b"])
    }
}
