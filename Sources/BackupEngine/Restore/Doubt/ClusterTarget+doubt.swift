import AerospikeClient
import AerospikeProtocol
import Logging
import NIOCore

extension ClusterTarget {
    /// Settles the rows whose last answer may be the echo of a write of our own.
    ///
    /// - Parameters:
    ///   - attempt: The attempt that has their answers.
    ///   - start: When the batch was first sent.
    ///   - routing: Where the attempt sent them.
    func settleDoubt(
        _ attempt: inout WriteAttempt,
        since start: ContinuousClock.Instant,
        _ routing: BatchRouting
    ) async {
        guard !attempt.unsettled.isEmpty else { return }
        var routing = ReadBackRouting(routing, unreachable: attempt.unreachable)
        for (row, result) in attempt.unsettled {
            let finding = await self.readBack(row, of: attempt.batch, since: start, &routing)
            self.logger.debug(
                "Answer \(result.rawValue) after a lost one, digest \(attempt.batch.digest(of: row)): \(finding)"
            )
            if finding == .unknown { self.statistics.update { $0.inDoubt += 1 } }
            attempt.settled(row, result, finding)
        }
    }

    /// Asks one node after the other about a row, until one answers.
    private func readBack(
        _ row: Int,
        of batch: RecordBatch,
        since start: ContinuousClock.Instant,
        _ routing: inout ReadBackRouting
    ) async -> ReadBack.Finding {
        guard let question = batch.readBack(of: row) else { return .unknown }
        let map = self.cluster.partitionMap(of: batch.namespace)
        while !Task.isCancelled,
            let node = routing.node(for: batch.partitions[row], in: map, nodes: self.cluster.nodes)
        {
            do throws(AerospikeError) {
                return try await self.ask(question, node, since: start)
            } catch {
                guard error.code.isConnectionFault else { return .unknown }
                routing.failed(node)
            }
        }
        return .unknown
    }

    /// Asks a node, and once more if the answer comes so late that it says nothing.
    private func ask(
        _ question: ReadBack,
        _ node: Node,
        since start: ContinuousClock.Instant
    ) async throws(AerospikeError) -> ReadBack.Finding {
        let timeout = self.plan.writeTimeout
        for _ in 0..<2 {
            let now = ContinuousClock.now
            let request = question.request(writtenWithin: now - start, timeout: timeout.milliseconds)
            let body = try await self.cluster.execute(ByteBuffer(bytes: request), on: node, timeout: timeout.duration)
            var reader = ByteReader(body.readableBytesSpan)
            guard let header = try? MessageHeader(reading: &reader) else { return .unknown }
            let time = ContinuousClock.now - now
            let finding = question.finding(header.resultCode, generation: header.generation, after: time)
            if let finding { return finding }
        }
        return .unknown
    }
}

extension RecordBatch {
    /// The question whether a row was written; `nil` if the row cannot be read.
    func readBack(of number: Int) -> ReadBack? {
        let bytes = self.row(number)
        var reader = ByteReader(bytes.readableBytesSpan)
        switch self.form {
        case .batch:
            guard let row = try? BatchRow(reading: &reader, previous: nil) else { return nil }
            let digest = bytes.getBytes(at: bytes.readerIndex + 4, length: Digest.size) ?? []
            return self.readBack(digest, row.header)
        case .singleWrites:
            guard (try? ProtocolHeader(reading: &reader)) != nil, let message = try? Message(reading: &reader),
                let digest = message[.digest]
            else { return nil }
            return self.readBack(digest, message.header)
        }
    }

    private func readBack(_ digest: [UInt8], _ header: MessageHeader) -> ReadBack {
        let asks = header.info2.contains(.generationGreater)
        return ReadBack(namespace: self.namespace, digest: digest, generation: asks ? header.generation : 0)
    }
}
