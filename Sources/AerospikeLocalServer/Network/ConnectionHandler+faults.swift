import AerospikeProtocol
import Glibc
import NIOCore

extension ConnectionHandler {
    /// What faults have made of a connection.
    struct Disturbance {
        /// Changes the answer that is being sent.
        var answer: FaultyAnswer?
        /// What is to be done when the connection is not held any more.
        var heldSteps: [FaultyAnswer.Step] = []
        /// The message to begin with when the connection is not held any more.
        var heldMessage: (kind: ProtocolHeader.Kind, body: ByteBuffer)?
        /// Whether a delay or a node that stands still holds the connection.
        var isHeld = false
        /// Whether nothing is sent any more, whatever comes.
        var isMute = false
        /// How the scan that is being sent ends.
        var scanEnd: ScanEnd?
    }

    /// How a scan ends early, or with another result than success.
    struct ScanEnd {
        /// The result.
        let result: ResultCode
        /// The number of records before it.
        let records: Int
    }

    /// Lets come what goes wrong when a connection is accepted.
    func disturbConnection(context: ChannelHandlerContext) {
        switch self.responder.state.faults?.fault(on: [.connection]) {
        case .end(let ending): self.end(ending, context: context)
        case .delay(let delay, at: _): self.hold(for: delay, context: context)
        case .freeze(let delay): self.freeze(for: delay, context: context)
        default: break
        }
    }

    /// Whether the connection stands still: nothing is taken in or sent.
    func standsStill(context: ChannelHandlerContext) -> Bool {
        guard let faults = self.responder.state.faults else { return false }
        if self.disturbance.isHeld || self.disturbance.isMute { return true }
        self.disturbance.isHeld = faults.holdIfFrozen(self.resumption(context: context))
        return self.disturbance.isHeld
    }

    /// Answers a message with which a fault comes.
    func answer(_ kind: ProtocolHeader.Kind, body: ByteBuffer, with fault: Fault, context: ChannelHandlerContext) {
        self.send(context: context)
        switch fault {
        case .end(let ending):
            self.end(ending, context: context)
        case .freeze(let delay):
            self.disturbance.heldMessage = (kind, body)
            self.freeze(for: delay, context: context)
            _ = self.standsStill(context: context)
        case .result(let result, afterRecords: .some(let records)):
            self.disturbance.scanEnd = ScanEnd(result: result, records: records)
            self.answer(kind, body: body, context: context)
        case .result(let result, afterRecords: nil):
            self.fail(kind, body: body, with: result, isApplied: false)
        case .applied(let result):
            self.fail(kind, body: body, with: result, isApplied: true)
        case .cut, .delay, .garble, .length, .type, .load:
            self.disturbance.answer = FaultyAnswer(fault)
            self.answer(kind, body: body, context: context)
            if self.flow == nil { self.endFaultyAnswer(context: context) }
        }
    }

    private func fail(_ kind: ProtocolHeader.Kind, body: ByteBuffer, with result: ResultCode, isApplied: Bool) {
        self.withWriter {
            self.responder.respond(
                to: kind,
                body: body.readableBytesSpan,
                failingWith: result,
                isApplied: isApplied,
                into: &$0
            )
        }
    }

    /// Sends what is left of an answer; what follows is another one.
    func endFaultyAnswer(context: ChannelHandlerContext) {
        guard self.disturbance.answer != nil else { return }
        self.send(context: context)
        self.disturbance.answer = nil
    }

    /// Sends bytes as faults change them.
    func sendDisturbed(_ bytes: ByteBuffer, context: ChannelHandlerContext) {
        let piece = Array(bytes.readableBytesView)
        let steps = self.disturbance.answer?.apply(piece) ?? [.send(piece)]
        self.disturbance.heldSteps += steps
        if !self.disturbance.isHeld { self.takeHeldSteps(context: context) }
    }

    private func takeHeldSteps(context: ChannelHandlerContext) {
        while !self.disturbance.heldSteps.isEmpty, !self.disturbance.isMute {
            switch self.disturbance.heldSteps.removeFirst() {
            case .send(let bytes):
                context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .wait(let delay):
                return self.hold(for: delay, context: context)
            case .end(let ending):
                self.end(ending, context: context)
            }
        }
    }

    private func hold(for delay: FaultDelay, context: ChannelHandlerContext) {
        self.disturbance.isHeld = true
        let proceed = self.resumption(context: context)
        switch delay {
        case .milliseconds(let number):
            context.eventLoop.scheduleTask(in: .milliseconds(Int64(number)), proceed)
        case .untilReleased:
            self.responder.state.faults?.hold(proceed)
        }
    }

    private func freeze(for delay: FaultDelay, context: ChannelHandlerContext) {
        guard let faults = self.responder.state.faults else { return }
        faults.freeze()
        guard case .milliseconds(let number) = delay else { return }
        context.eventLoop.scheduleTask(in: .milliseconds(Int64(number))) { faults.thaw() }
    }

    /// What lets the connection go on; it may be called on any thread.
    private func resumption(context: ChannelHandlerContext) -> @Sendable () -> Void {
        let connection = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        return { eventLoop.execute { connection.value.handler.resume(context: connection.value.context) } }
    }

    private func resume(context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        self.disturbance.isHeld = false
        self.takeHeldSteps(context: context)
        guard !self.standsStill(context: context) else { return }
        if let message = self.disturbance.heldMessage {
            self.disturbance.heldMessage = nil
            self.answer(message.kind, body: message.body, context: context)
        }
        if self.flow != nil { self.continueScan(context: context) } else { self.process(context: context) }
    }

    private func end(_ ending: FaultEnding, context: ChannelHandlerContext) {
        self.disturbance.isMute = true
        self.disturbance.heldSteps = []
        self.abandonScan()
        switch ending {
        case .reset:
            // With a lingering time of zero the system resets instead of closing.
            let isSet = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            guard let isSet else { return context.close(promise: nil) }
            isSet.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        case .close: context.close(promise: nil)
        case .halfClose: context.close(mode: .output, promise: nil)
        case .silence: break
        }
    }
}
