import AerospikeProtocol
import NIOCore

extension ConnectionHandler {
    /// The size of the messages of a scan, in bytes.
    private static var pieceSize: Int { 1024 * 1024 }
    /// The records that a scan may look at in one turn of the event loop.
    private static var visits: Int { 16_384 }
    /// How long a paced scan rests when it has sent what its rate allows.
    private static var pace: TimeAmount { .milliseconds(50) }

    /// Begins to send a scan.
    func beginScan(_ run: ScanRun, context: ChannelHandlerContext) {
        self.flow = ScanFlow(run: run)
        self.continueScan(context: context)
    }

    /// Sends the next piece of the scan, if the client has room for it, and arranges for the one after it.
    ///
    /// One piece a turn: other connections of the event loop get theirs between two pieces. As with a real server nothing
    /// is sent before a message has its size or the scan ends, however long that takes (`Spec/wire-protocol.md` §11.2).
    func continueScan(context: ChannelHandlerContext) {
        guard var flow = self.flow, !flow.isScheduled, context.channel.isWritable else { return }
        guard !self.standsStill(context: context) else { return }
        flow.stall?.cancel()
        flow.stall = nil
        guard !flow.run.job.isAborted else {
            self.withWriter { flow.run.finishMessage(in: &$0) }
            self.endScan(flow.run, result: .scanAborted, status: .abortedByUser, context: context)
            return
        }
        let end = self.disturbance.scanEnd
        let left = end.map { $0.records - flow.run.counted } ?? Int.max
        guard left > 0 else {
            self.withWriter { flow.run.finishMessage(in: &$0) }
            self.endScan(flow.run, result: end?.result ?? .ok, status: .abandoned, context: context)
            return
        }
        let allowed = min(left, flow.allowedRecords(at: .now()))
        let allowance = ScanRun.Allowance(bytes: Self.pieceSize, records: allowed, visits: Self.visits)
        self.flow = nil
        let step = self.withWriter { flow.run.fill(&$0, allowance: allowance) }
        if case .done = step {
            self.endScan(flow.run, result: end?.result ?? .ok, status: .done, context: context)
            return
        }
        flow.isScheduled = true
        self.flow = flow
        if case .full = step { self.send(context: context) }
        let rest = flow.allowedRecords(at: .now()) > 0 ? .zero : Self.pace
        self.schedule(after: rest, context: context)
    }

    private func schedule(after rest: TimeAmount, context: ChannelHandlerContext) {
        let eventLoop = context.eventLoop.assumeIsolated()
        let proceed = { [self] in
            guard self.flow != nil else { return }
            self.flow?.isScheduled = false
            self.continueScan(context: context)
        }
        if rest == .zero {
            eventLoop.execute(proceed)
        } else {
            eventLoop.scheduleTask(in: rest, proceed)
        }
    }

    private func endScan(
        _ run: ScanRun,
        result: ResultCode,
        status: ScanJob.Status,
        context: ChannelHandlerContext
    ) {
        self.flow = nil
        self.disturbance.scanEnd = nil
        self.finish(run, status: status)
        self.withWriter { FinalMessage.write(result, into: &$0) }
        self.endFaultyAnswer(context: context)
        self.process(context: context)
    }

    /// Closes the connection if the client takes nothing for as long as its socket timeout says.
    func watchForStall(context: ChannelHandlerContext) {
        guard let timeout = self.flow?.run.request.socketTimeout, timeout > 0, self.flow?.stall == nil else { return }
        let eventLoop = context.eventLoop.assumeIsolated()
        self.flow?.stall = eventLoop.scheduleTask(in: .milliseconds(Int64(timeout))) { context.close(promise: nil) }
    }

    /// Forgets the scan of a connection that has gone.
    func abandonScan() {
        guard let flow = self.flow else { return }
        flow.stall?.cancel()
        self.flow = nil
        self.finish(flow.run, status: .abandoned)
    }

    private func finish(_ run: ScanRun, status: ScanJob.Status) {
        self.responder.state.jobs.end(run.job, as: status, at: self.responder.state.clock.moment.milliseconds)
    }
}
