import AerospikeProtocol

extension InfoResponder {
    /// Scans that run or have run (`Spec/wire-protocol.md` §3.7).
    func jobs(_ command: InfoCommand) throws(InfoError) -> String? {
        switch command.name {
        case "query-show":
            guard let id = try Self.jobID(command) else {
                return self.state.jobs.jobs.map { self.entry(of: $0) }.joined(separator: ";")
            }
            guard let job = self.state.jobs.jobs.first(where: { $0.order.id == id }) else {
                throw InfoError(.notFound, "job not found")
            }
            return self.entry(of: job)
        case "query-abort":
            guard let id = try Self.jobID(command) else { throw InfoError(.parameter, "missing 'id'") }
            guard self.state.jobs.abort(id: id) else { throw InfoError(.notFound, "id not active") }
            return "ok"
        case "query-abort-all":
            return "number-of-queries-killed:\(self.state.jobs.abortAll())"
        default: return nil
        }
    }

    private static func jobID(_ command: InfoCommand) throws(InfoError) -> UInt64? {
        guard let text = command["id"] ?? command["trid"] else { return nil }
        guard let id = UInt64(text) else { throw InfoError(.parameter, "bad id") }
        return id
    }

    private func entry(of job: ScanJob) -> String {
        let order = job.order
        let now = self.state.clock.moment.milliseconds
        let end = job.finished == 0 ? now : job.finished
        let counts = job.counts
        let isActive = job.status == .active
        var fields = ["trid=\(order.id)", "ns=\(order.namespace)"]
        if !order.set.isEmpty { fields.append("set=\(order.set)") }
        fields += [
            "n-pids-requested=\(order.partitionCount)", "n-keyds-requested=\(order.digestCount)",
            "rps=\(order.recordsPerSecond)", "active-threads=\(isActive ? 1 : 0)",
            "status=\(Self.text(of: job.status))",
            "job-progress=\(Self.percent(job.progress))", "run-time=\(end &- min(end, order.started))",
            "time-since-done=\(now &- min(now, end))",
            "recs-throttled=\(order.recordsPerSecond > 0 ? counts.succeeded : 0)",
            "recs-filtered-meta=0", "recs-filtered-bins=\(counts.filtered)", "recs-succeeded=\(counts.succeeded)",
            "recs-failed=0", "from=\(order.client)", "job-type=basic",
            "net-io-bytes=\(job.sentBytes)", "net-io-time=0", "socket-timeout=\(order.socketTimeout)",
        ]
        return fields.joined(separator: ":")
    }

    /// A number of hundredths as a decimal number.
    private static func percent(_ hundredths: Int) -> String {
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    private static func text(of status: ScanJob.Status) -> String {
        switch status {
        case .active: "active(ok)"
        case .done: "done(ok)"
        case .abortedByUser: "done(user-aborted)"
        case .abandoned: "done(abandoned-response-error)"
        }
    }
}
