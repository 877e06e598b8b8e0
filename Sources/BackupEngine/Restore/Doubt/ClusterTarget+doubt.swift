import AerospikeClient
import AerospikeProtocol
import Logging
import NIOCore

extension ClusterTarget {
    /// Settles the rows whose last answer may be the echo of a write of our own.
    ///
    /// - Parameter start: When the batch was first sent.
    func settleDoubt(_ attempt: inout WriteAttempt, since start: ContinuousClock.Instant) async {
        for (row, result) in attempt.unsettled {
            let finding = await self.readBack(row, of: attempt.batch, since: start)
            self.logger.debug(
                "Answer \(result.rawValue) after a lost one, digest \(attempt.batch.digest(of: row)): \(finding)"
            )
            if finding == .unknown { self.statistics.update { $0.inDoubt += 1 } }
            attempt.settled(row, result, finding)
        }
    }

    private func readBack(
        _ row: Int,
        of batch: RecordBatch,
        since start: ContinuousClock.Instant
    ) async -> ReadBack.Finding {
        guard let question = batch.readBack(of: row),
            let node = self.cluster.partitionMap(of: batch.namespace)?.firstNode(for: batch.partitions[row], from: 0)?
                .node
        else { return .unknown }
        let timeout = self.plan.writeTimeout
        let request = question.request(writtenWithin: ContinuousClock.now - start, timeout: timeout.milliseconds)
        do {
            let body = try await self.cluster.execute(ByteBuffer(bytes: request), on: node, timeout: timeout.duration)
            var reader = ByteReader(body.readableBytesSpan)
            let header = try MessageHeader(reading: &reader)
            return question.finding(header.resultCode, generation: header.generation)
        } catch {
            return .unknown
        }
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
