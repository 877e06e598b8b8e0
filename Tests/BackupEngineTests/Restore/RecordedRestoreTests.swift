import AerospikeProtocol
import Testing

@testable import AerospikeClient
@testable import BackupEngine

/// `Fixtures/wire-cluster/README.md` says what happened. The original sends a batch again whole, we only what is left of it:
/// what the cluster answered to those rows then is what it answers here.
@Suite struct `Restores into a real cluster, replayed` {
    private let lost = RecordedRestore.nodes[1]

    private func error(_ code: AerospikeError.Code) -> AerospikeError { AerospikeError(code, "no luck") }

    /// The first attempt to write the records of a request: what was answered in time, and the rest is waited for in vain.
    private func firstAttempt(_ request: RecordedRestore.Request, _ digests: [Digest]) -> WriteAttempt {
        var attempt = WriteAttempt(batch: RecordedRestore.batch(digests))
        for (row, digest) in digests.enumerated() {
            if let result = request.results[digest] { attempt.answered(row, result) }
        }
        let unanswered = digests.indices.filter { request.results[digests[$0]] == nil }
        if !unanswered.isEmpty { attempt.failed(unanswered, at: request.node, self.error(.timeout)) }
        return attempt
    }

    @Test func `each row goes to its master, or to the other copy when that is gone`() throws {
        let restore = try RecordedRestore("restore-kill")
        var (masters, copies) = (0, 0)
        for request in restore.requests {
            for digest in request.rows.values {
                let master = try #require(restore.node(of: digest))
                guard master != request.node else {
                    masters += 1
                    continue
                }
                #expect(master == self.lost)
                #expect(restore.node(of: digest, BatchRouting(avoided: [self.lost])) == request.node)
                copies += 1
            }
        }
        // 600 records, and ten that the original sent twice more.
        #expect(masters == 486 && copies == 134)
    }

    @Test func `of a batch amid which a node dies only what the node did not take is sent again`() throws {
        let restore = try RecordedRestore("restore-kill")
        var seen: Set<Digest> = []
        let again = try #require(restore.requests.first { !$0.rows.values.allSatisfy { seen.insert($0).inserted } })
        let first = try #require(restore.requests.first { $0.rows == again.rows })
        let mixed = try #require(restore.requests.last { $0.rows.values.contains { again.rows.values.contains($0) } })
        let missing = Set(0..<16).subtracting(mixed.rows.keys)
        let other = try #require(restore.requests.last { Set($0.rows.keys) == missing })
        #expect(first.rows.count == 10 && mixed.rows.count == 11 && other.rows.count == 5)

        let rows = mixed.rows.merging(other.rows) { row, _ in row }
        let digests = try (0..<16).map { try #require(rows[$0]) }
        var attempt = WriteAttempt(batch: RecordedRestore.batch(digests))
        for (row, digest) in first.rows { attempt.answered(row, try #require(first.results[digest])) }
        let unsent = (0..<16).filter { first.rows[$0] == nil }
        attempt.failed(unsent, at: self.lost, self.error(.connectFailed))
        #expect(attempt.counts.inserted == 10 && attempt.retryable == unsent)
        #expect(attempt.doubtful.isEmpty && attempt.unreachable == [self.lost])

        let routing = BatchRouting(isCollected: false, avoided: attempt.unreachable)
        var next = WriteAttempt(batch: attempt.batch, doubtful: attempt.doubtful)
        for row in attempt.retryable {
            let request = mixed.rows[row] == nil ? other : mixed
            #expect(restore.node(of: digests[row], routing) == request.node)
            next.answered(row, try #require(request.results[digests[row]]))
        }
        #expect(next.retryable.isEmpty && next.unsettled.isEmpty)
        // The original counts ten records as fresher, which it wrote itself.
        #expect(attempt.counts.inserted + next.counts.inserted == 16 && next.counts.fresher == 0)
    }

    @Test func `what a node that stands still too long has taken is sent again, and nothing else, and counted once`()
        throws
    {
        let restore = try RecordedRestore("restore-frozen-13-s")
        let late = restore.requests.reduce(into: [:]) { $0.merge($1.lateResults) { late, _ in late } }
        var (written, inserted, unsettled) = (Set<Digest>(), 0, 0)
        var again: [Digest] = []
        for request in restore.requests
        where written.isDisjoint(with: request.rows.values) && !again.containsAny(request) {
            let digests = Array(request.rows.values)
            let attempt = self.firstAttempt(request, digests)
            #expect(attempt.unreachable == (request.isGivenUp ? [self.lost] : []))
            #expect(attempt.doubtful == Set(attempt.retryable))
            inserted += attempt.counts.inserted
            written.formUnion(request.results.keys)
            again += attempt.retryable.map { digests[$0] }
            guard request.isGivenUp else { continue }

            let repetition = try #require(restore.requests.last { $0.rows == request.rows })
            let routing = BatchRouting(isCollected: false, avoided: attempt.unreachable)
            var next = WriteAttempt(batch: attempt.batch, doubtful: attempt.doubtful)
            for row in attempt.retryable {
                #expect(restore.node(of: digests[row]) == self.lost)
                #expect(restore.node(of: digests[row], routing) != self.lost)
                next.answered(row, try #require(repetition.results[digests[row]]))
            }
            unsettled += next.unsettled.count
            for (row, result) in next.unsettled {
                // What a question after the record would find: the copy of the batch that was given up wrote it.
                #expect(result == .generation && late[digests[row]] == .ok)
                next.settled(row, result, .written)
            }
            #expect(next.doubtful.isEmpty && next.retryable.isEmpty && next.counts.fresher == 0)
            inserted += next.counts.inserted
        }
        // The original sends ten rows more, which another node had answered, and counts 490 written and 110 fresher.
        #expect(again.count == 134 && Set(again).count == 134 && Set(again).isDisjoint(with: written))
        #expect(unsettled == 100 && inserted == 600)
    }

    @Test func `nothing is sent again to a node that stands still not too long`() throws {
        let restore = try RecordedRestore("restore-frozen-5-s")
        var inserted = 0
        for request in restore.requests {
            let digests = Array(request.rows.values)
            #expect(digests.allSatisfy { restore.node(of: $0) == request.node })
            let attempt = self.firstAttempt(request, digests)
            #expect(attempt.retryable.isEmpty && attempt.doubtful.isEmpty)
            inserted += attempt.counts.inserted
        }
        #expect(inserted == 600)
    }
}

extension [Digest] {
    /// Whether a record of a request is among these.
    fileprivate func containsAny(_ request: RecordedRestore.Request) -> Bool {
        request.rows.values.contains { self.contains($0) }
    }
}
