import Testing

@testable import AerospikeClient

@Suite struct `States of a connection` {
    private typealias Machine = ConnectionStateMachine<Int, String>

    private static let lost = AerospikeError(.connectionLost, "lost")

    private func text(_ reply: Machine.Reply?) -> String {
        switch reply {
        case nil: "close"
        case .some(.none): "nothing"
        case .message(let waiter, let message): "\(waiter) gets \(message)"
        case .failure(let waiter, let failure): "\(waiter) fails\(failure.isUnanswered ? " unanswered" : "")"
        }
    }

    private func begin(_ machine: inout Machine, _ waiter: Int, isSingle: Bool) -> Bool {
        if case .send = machine.request(waiter, isSingle: isSingle) { true } else { false }
    }

    private func finish(_ machine: inout Machine) -> Bool { machine.finishExchange() }

    @Test func `return to idle after a single answer`() {
        var machine = Machine()
        #expect(self.begin(&machine, 1, isSingle: true))
        #expect(machine.wantsBytes && machine.hasWaiter && !machine.isIdle)
        machine.receivedBytes()
        #expect(self.text(machine.received("a")) == "1 gets a")
        #expect(machine.isIdle && !machine.wantsBytes)
    }

    @Test func `refuse a second request at the same time`() {
        var machine = Machine()
        #expect(self.begin(&machine, 1, isSingle: true))
        #expect(!self.begin(&machine, 2, isSingle: true))
    }

    @Test func `hold two messages and then leave the socket alone`() {
        var machine = Machine()
        #expect(self.begin(&machine, 1, isSingle: false))
        #expect(self.text(machine.received("a")) == "1 gets a")
        #expect(self.text(machine.received("b")) == "nothing")
        #expect(machine.wantsBytes)
        #expect(self.text(machine.received("c")) == "nothing")
        #expect(!machine.wantsBytes)
        #expect(!self.finish(&machine), "messages are left over")
        #expect(self.text(machine.want(2)) == "2 gets b")
        #expect(machine.wantsBytes)
        #expect(self.text(machine.want(3)) == "3 gets c")
        #expect(self.text(machine.want(4)) == "nothing")
        #expect(!self.finish(&machine), "somebody waits")
        #expect(self.text(machine.received("d")) == "4 gets d")
        #expect(self.finish(&machine))
        #expect(machine.isIdle)
    }

    @Test func `outlast a wait that is given up`() {
        var machine = Machine()
        #expect(self.begin(&machine, 1, isSingle: false))
        #expect(self.text(machine.stopWaiting(Self.lost)) == "1 fails unanswered")
        #expect(self.text(machine.stopWaiting(Self.lost)) == "nothing")
        #expect(!machine.isIdle && !machine.hasWaiter && machine.wantsBytes)
        #expect(self.text(machine.received("a")) == "nothing", "it comes while nobody waits")
        #expect(self.text(machine.want(2)) == "2 gets a")
        #expect(self.finish(&machine))
    }

    @Test func `deliver what had arrived before the end`() {
        var machine = Machine()
        #expect(self.begin(&machine, 1, isSingle: false))
        machine.receivedBytes()
        #expect(self.text(machine.received("a")) == "1 gets a")
        #expect(self.text(machine.received("b")) == "nothing")
        #expect(self.text(machine.close(Self.lost)) == "nothing")
        #expect(self.text(machine.want(2)) == "2 gets b")
        #expect(self.text(machine.want(3)) == "3 fails")
        #expect(!self.begin(&machine, 4, isSingle: true))
    }

    @Test func `tell whether a lost request was answered in part`() {
        var silent = Machine()
        #expect(self.begin(&silent, 1, isSingle: true))
        #expect(self.text(silent.close(Self.lost)) == "1 fails unanswered")
        var partial = Machine()
        #expect(self.begin(&partial, 1, isSingle: true))
        partial.receivedBytes()
        #expect(self.text(partial.close(Self.lost)) == "1 fails")
        #expect(self.text(partial.close(Self.lost)) == "nothing", "closing again does nothing")
    }

    @Test func `say that a request was not sent on a connection that was closed before`() {
        var machine = Machine()
        #expect(self.text(machine.close(Self.lost)) == "nothing")
        guard case .fail(1, let failure) = machine.request(1, isSingle: true) else {
            Issue.record("it was to be sent")
            return
        }
        #expect(failure.error.code == .connectionLost && !failure.error.mayHaveBeenCarriedOut)
        var sent = Machine()
        #expect(self.begin(&sent, 1, isSingle: true))
        guard case .failure(1, let failure) = sent.close(Self.lost) else {
            Issue.record("nobody waited")
            return
        }
        #expect(failure.error.mayHaveBeenCarriedOut)
    }

    @Test func `close at a message nobody asked for`() {
        var machine = Machine()
        #expect(self.text(machine.received("a")) == "close")
        #expect(self.text(machine.close(Self.lost)) == "nothing")
        #expect(self.text(machine.received("b")) == "nothing")
    }

    @Test func `fail a wait without a request`() {
        var machine = Machine()
        #expect(self.text(machine.want(1)) == "1 fails unanswered")
    }
}
