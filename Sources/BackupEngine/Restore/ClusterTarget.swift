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
    private let batchSize = AcceptedBatchSize()
    /// Spreads retries over time: a number from 0 to 1, another one each time.
    private let jitter: @Sendable () -> Double
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
    ///   - jitter: Spreads retries over time: gives a number from 0 to 1, another one each time.
    package init(
        cluster: Cluster,
        plan: RestorePlan,
        form: RecordBatch.Form,
        statistics: RestoreStatistics,
        logger: Logger,
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.cluster = cluster
        self.plan = plan
        self.form = form
        self.statistics = statistics
        self.logger = logger
        self.jitter = jitter
    }

    /// The nodes and their partitions as they are now.
    ///
    /// - Throws: `JobError` if the namespace does not exist.
    package func routes(namespace: String) throws(JobError) -> PartitionRoutes {
        if let routes = self.routeCache.routes(of: namespace) { return routes }
        guard let map = self.cluster.partitionMap(of: namespace) else {
            throw JobError(unmappedNamespace: namespace, known: self.cluster.namespaces)
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
        var doubtful: Set<Int> = []
        defer {
            let count = doubtful.count
            if count > 0 { self.statistics.update { $0.inDoubt += count } }
        }
        return try await self.write(batch, leaving: &doubtful)
    }

    /// - Parameter doubtful: Gets the rows that may have been written though no answer said so.
    private func write(_ batch: RecordBatch, leaving doubtful: inout Set<Int>) async throws -> WriteResult {
        let start = ContinuousClock.now
        var pending = Array(0..<batch.count)
        var result = WriteResult()
        var routing = BatchRouting(rowLimit: self.batchSize.rows)
        while true {
            var attempt = WriteAttempt(batch: batch, keepsRefused: self.keepsRefused, doubtful: doubtful)
            await self.send(pending, attempt: &attempt, routing)
            await self.settleDoubt(&attempt, since: start, routing)
            doubtful = attempt.doubtful
            let delay = self.plan.retries.delay(before: result.retries + 1, jitter: self.jitter())
            if delay == nil, self.keepsRefused { attempt.giveUpOnRefusals() }
            try self.settle(attempt, &result)
            pending = attempt.retryable
            guard !pending.isEmpty else { return result }
            try Task.checkCancellation()
            routing.isCollected = false
            routing.avoided.formUnion(attempt.unreachable)
            if attempt.isToBeSplit, routing.rowLimit > 1 {
                routing.rowLimit = 1
                continue
            }
            if attempt.isTooLarge, routing.cut(pending.count) {
                self.batchSize.lower(to: routing.rowLimit)
                continue
            }
            guard let delay else { throw self.exhausted(attempt) }
            result.retries += 1
            self.statistics.update { $0.retries += 1 }
            self.logger.debug("Sending \(pending.count) record(s) again: \(attempt.reason)")
            try await Task.sleep(for: delay)
        }
    }

    private func send(_ rows: [Int], attempt: inout WriteAttempt, _ routing: BatchRouting) async {
        let batch = attempt.batch
        if routing.isCollected, let node = batch.node {
            return await self.send(rows, to: node, attempt: &attempt, routing)
        }
        let map = self.cluster.partitionMap(of: batch.namespace)
        let nodes = self.cluster.nodes
        var byNode: [Node: [Int]] = [:]
        for row in rows {
            guard let node = routing.node(for: batch.partitions[row], in: map, nodes: nodes) else {
                attempt.failed([row], "no node owns partition \(batch.partitions[row])")
                continue
            }
            byNode[node, default: []].append(row)
        }
        for (node, rows) in byNode { await self.send(rows, to: node, attempt: &attempt, routing) }
    }

    private func send(_ rows: [Int], to node: Node, attempt: inout WriteAttempt, _ routing: BatchRouting) async {
        for rows in routing.commands(for: rows, attempt.batch.form) {
            guard !Task.isCancelled, !attempt.silent.contains(node) else {
                attempt.passedOver(Array(rows))
                continue
            }
            switch attempt.batch.form {
            case .batch: await self.sendBatch(Array(rows), to: node, attempt: &attempt)
            case .singleWrites: for row in rows { await self.sendWrite(row, to: node, attempt: &attempt) }
            }
        }
    }

    private func sendBatch(_ rows: [Int], to node: Node, attempt: inout WriteAttempt) async {
        let timeout = self.plan.writeTimeout
        let request = attempt.batch.request(rows: rows, timeout: timeout.milliseconds)
        var answers = RowAnswers(awaiting: rows, of: attempt.batch.count)
        do throws(AerospikeError) {
            let result = try await self.cluster.batch(
                request,
                rows: rows.count,
                on: node,
                timeout: timeout.duration
            ) { index, result in answers.take(index, result) }
            let unanswered = answers.tell(&attempt, of: rows)
            if !unanswered.isEmpty { attempt.wholeCommand(unanswered, result) }
        } catch {
            // Behind damage that was noticed nobody knows which rows the answers in front of it belong to.
            let unanswered = error.code == .badReply ? rows : answers.tell(&attempt, of: rows)
            attempt.failed(unanswered, at: node, error)
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
            attempt.failed([row], at: node, error)
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
