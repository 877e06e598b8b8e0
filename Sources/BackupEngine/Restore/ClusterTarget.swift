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

    /// Writes records, retrying what may pass, and counts what became of them.
    ///
    /// - Returns: How often something had to be sent again.
    /// - Throws: `JobError` if going on makes no sense.
    package func write(_ batch: RecordBatch) async throws -> Int {
        var pending = Array(0..<batch.count)
        var retry = 0
        while true {
            var attempt = WriteAttempt(batch: batch)
            await self.send(pending, attempt: &attempt, isFirst: retry == 0)
            try self.settle(attempt)
            pending = attempt.retryable
            guard !pending.isEmpty else { return retry }
            retry += 1
            guard let delay = self.plan.retries.delay(before: retry) else {
                throw self.exhausted(attempt)
            }
            self.statistics.update { $0.retries += 1 }
            self.logger.debug("Sending \(pending.count) record(s) again: \(attempt.reason)")
            try await Task.sleep(for: delay)
        }
    }

    private func send(_ rows: [Int], attempt: inout WriteAttempt, isFirst: Bool) async {
        let batch = attempt.batch
        if isFirst, let node = batch.node {
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
        for (node, rows) in byNode { await self.send(rows, to: node, attempt: &attempt) }
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
                ByteBuffer(bytes: request),
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
                ByteBuffer(bytes: attempt.batch.row(row)),
                on: node,
                timeout: self.plan.writeTimeout.duration
            )
            attempt.answered(row, result)
        } catch {
            attempt.failed([row], error.description)
        }
    }

    /// Counts what is settled.
    ///
    /// - Throws: `JobError` for the first row that ends the restore.
    private func settle(_ attempt: WriteAttempt) throws(JobError) {
        let ignores = self.plan.ignoresRecordErrors
        self.statistics.update { total in
            total.inserted += attempt.inserted
            total.existed += attempt.existed
            total.fresher += attempt.fresher
            total.ignored += attempt.refused.count
        }
        if let (row, result) = attempt.aborting { throw Self.recordError(attempt.batch, row, result) }
        guard let (row, result) = attempt.refused.first else { return }
        if ignores {
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
