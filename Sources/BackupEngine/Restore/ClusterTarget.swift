package import AerospikeClient
import AerospikeProtocol
package import Logging
import NIOCore

/// A cluster that a backup is restored into.
package struct ClusterTarget: RecordTarget {
    let cluster: Cluster
    let plan: RestorePlan
    let statistics: RestoreStatistics
    let logger: Logger
    private let routeCache = RouteCache()
    /// How records are to be encoded.
    package let form: RecordBatch.Form?

    /// Creates a target.
    ///
    /// - Parameters:
    ///   - cluster: The cluster.
    ///   - plan: How to write.
    ///   - form: Whether the cluster takes batches of writes.
    ///   - statistics: Gets what became of the records.
    ///   - logger: Gets the lines about retries.
    package init(
        cluster: Cluster,
        plan: RestorePlan,
        form: RecordBatch.Form,
        statistics: RestoreStatistics,
        logger: Logger
    ) {
        self.cluster = cluster
        self.plan = plan
        self.form = form
        self.statistics = statistics
        self.logger = logger
    }

    /// The nodes and their partitions as they are now.
    ///
    /// - Throws: `JobError` if the namespace does not exist.
    package func routes(namespace: String) throws(JobError) -> PartitionRoutes {
        if let routes = self.routeCache.routes(of: namespace) { return routes }
        guard let map = self.cluster.partitionMap(of: namespace) else {
            throw JobError(unknownNamespace: namespace, cluster: self.cluster)
        }
        let routes = PartitionRoutes(map: map)
        self.routeCache.store(routes, of: namespace)
        return routes
    }

    /// Whether refused records are kept for another time instead of ending the restore.
    private var keepsRefused: Bool { self.plan.rejectedPath != nil }

    /// Writes records, retrying what may pass, and counts what became of them.
    ///
    /// - Returns: What became of them.
    /// - Throws: `JobError` if going on makes no sense.
    package func write(_ batch: RecordBatch) async throws -> WriteResult {
        var pending = Array(0..<batch.count)
        var result = WriteResult()
        var isSplit = false
        while true {
            var attempt = WriteAttempt(batch: batch, keepsRefused: self.keepsRefused)
            await self.send(pending, attempt: &attempt, isFirst: result.retries == 0, isSplit: isSplit)
            let delay = self.plan.retries.delay(before: result.retries + 1)
            if delay == nil, self.keepsRefused { attempt.giveUpOnRefusals() }
            try self.settle(attempt, &result)
            pending = attempt.retryable
            guard !pending.isEmpty else { return result }
            if attempt.isToBeSplit, !isSplit {
                isSplit = true
                continue
            }
            guard let delay else { throw self.exhausted(attempt) }
            result.retries += 1
            self.statistics.update { $0.retries += 1 }
            self.logger.debug("Sending \(pending.count) record(s) again: \(attempt.reason)")
            try await Task.sleep(for: delay)
        }
    }

    private func send(_ rows: [Int], attempt: inout WriteAttempt, isFirst: Bool, isSplit: Bool) async {
        let batch = attempt.batch
        if isFirst, !isSplit, let node = batch.node {
            await self.send(rows, to: node, attempt: &attempt)
            return
        }
        let map = self.cluster.partitionMap(of: batch.namespace)
        var byNode: [Node: [Int]] = [:]
        for row in rows {
            guard let node = map?.node(for: batch.partitions[row], replica: 0) else {
                attempt.failed([row], "no node owns partition \(batch.partitions[row])")
                continue
            }
            byNode[node, default: []].append(row)
        }
        for (node, rows) in byNode {
            for rows in isSplit ? rows.map({ [$0] }) : [rows] { await self.send(rows, to: node, attempt: &attempt) }
        }
    }

    private func send(_ rows: [Int], to node: Node, attempt: inout WriteAttempt) async {
        switch attempt.batch.form {
        case .batch: await self.sendBatch(rows, to: node, attempt: &attempt)
        case .singleWrites:
            for row in rows { await self.sendWrite(row, to: node, attempt: &attempt) }
        }
    }

    private func sendBatch(_ rows: [Int], to node: Node, attempt: inout WriteAttempt) async {
        let timeout = self.plan.writeTimeout
        let request = attempt.batch.request(rows: rows, timeout: timeout.milliseconds)
        var answered = [Bool](repeating: false, count: attempt.batch.count)
        do throws(AerospikeError) {
            let result = try await self.cluster.batch(
                request,
                on: node,
                timeout: timeout.duration
            ) { index, result in
                let row = Int(index)
                guard row < answered.count else { return }
                answered[row] = true
                attempt.answered(row, result)
            }
            let unanswered = rows.filter { !answered[$0] }
            if !unanswered.isEmpty { attempt.wholeCommand(unanswered, result == .ok ? .serverError : result) }
        } catch {
            attempt.failed(rows.filter { !answered[$0] }, error.description)
        }
    }

    private func sendWrite(_ row: Int, to node: Node, attempt: inout WriteAttempt) async {
        do throws(AerospikeError) {
            let result = try await self.cluster.write(
                attempt.batch.row(row),
                on: node,
                timeout: self.plan.writeTimeout.duration
            )
            attempt.answeredAlone(row, result)
        } catch {
            attempt.failed([row], error.description)
        }
    }

    /// Counts what is settled.
    ///
    /// - Throws: `JobError` for the first row that ends the restore.
    private func settle(_ attempt: WriteAttempt, _ result: inout WriteResult) throws(JobError) {
        let kept = attempt.aborting.filter { self.keepsRefused && !RecordOutcome.concernsAll($0.result) }
        var counts = attempt.counts
        counts.ignored = attempt.refused.count + kept.count
        self.statistics.update { $0.add(counts) }
        result.counts.add(counts)
        if kept.count < attempt.aborting.count,
            let (row, result) = attempt.aborting.first(where: {
                !self.keepsRefused || RecordOutcome.concernsAll($0.result)
            })
        {
            throw Self.recordError(attempt.batch, row, result)
        }
        guard !self.keepsRefused else {
            result.rejected += attempt.refused + kept
            return
        }
        guard let (row, result) = attempt.refused.first else { return }
        if self.plan.ignoresRecordErrors {
            self.logger.debug("\(Self.recordError(attempt.batch, row, result).message), ignored")
        } else {
            throw Self.recordError(attempt.batch, row, result)
        }
    }

    private static func recordError(_ batch: RecordBatch, _ row: Int, _ result: ResultCode) -> JobError {
        JobError(
            .record,
            "Error while storing record - code \(result.rawValue): \(ResultText.text(result)), digest \(batch.digest(of: row))"
        )
    }

    private func exhausted(_ attempt: WriteAttempt) -> JobError {
        let command = attempt.batch.form == .batch ? "batch-write" : "key-put"
        return JobError(
            .cluster,
            "Max \(command) retries exceeded (\(self.plan.retries.maximumRetries)), last error: \(attempt.reason)"
        )
    }
}
