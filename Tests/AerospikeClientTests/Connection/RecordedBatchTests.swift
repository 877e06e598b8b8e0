import AerospikeProtocol
import Testing

@testable import AerospikeClient

/// `Fixtures/wire-cluster/README.md` says what happened, and how often each result came.
@Suite struct `Answers to the batches of a real restore, replayed` {
    /// The batches and answers of one scenario.
    private struct Replay {
        /// The results that came for each record.
        var results: [Digest: [ResultCode]] = [:]
        /// The rows that are not answered, by connection.
        var open: [String: [UInt32: Digest]] = [:]
        /// What was read of the answer, by connection.
        var answers: [String: BatchAnswer] = [:]

        mutating func send(_ connection: String, rows: String, digests: String) throws {
            let bytes = try #require(Base64.decode(digests))
            let rows = rows.split(separator: ",").compactMap { UInt32($0) }
            var waiting: [UInt32: Digest] = [:]
            for (place, row) in rows.enumerated() {
                let start = place * Digest.size
                waiting[row] = Digest(Array(bytes[start..<(start + Digest.size)]))
            }
            #expect(self.open[connection] == nil, "a connection has one batch at a time")
            self.open[connection] = waiting
            self.answers[connection] = BatchAnswer(rows: waiting.count)
        }

        mutating func receive(_ connection: String, body: String) throws {
            let bytes = try #require(Base64.decode(body))
            var waiting = try #require(self.open[connection])
            var results: [(Digest?, ResultCode)] = []
            var answer = try #require(self.answers[connection])
            let end = try answer.walk(bytes.span.bytes) { row, result in
                results.append((waiting.removeValue(forKey: row), result))
                return results.last?.0 != nil
            }
            self.answers[connection] = answer
            for (digest, result) in results {
                self.results[try #require(digest, "a row is answered that was not sent"), default: []].append(result)
            }
            self.open[connection] = waiting
            guard let end else { return }
            #expect(end == .ok && waiting.isEmpty)
            self.open[connection] = nil
        }
    }

    private func replay(_ scenario: String) throws -> [Digest: [ResultCode]] {
        var replay = Replay()
        for fields in try FixtureText.lines(of: "wire-cluster/batches.txt") where fields[0] == scenario {
            switch fields[1] {
            case "batch": try replay.send(fields[3], rows: fields[4], digests: fields[5])
            case "answer": try replay.receive(fields[3], body: fields[4])
            // Answers that nobody waited for any more have to be read as well.
            default: break
            }
        }
        #expect(replay.open.isEmpty, "every batch is answered to its end")
        return replay.results
    }

    @Test func `a node is killed, and rows sent again are fresher than themselves`() throws {
        let results = try self.replay("restore-kill")
        #expect(results.count == 600)
        #expect(results.values.filter { $0 == [.ok] }.count == 590)
        #expect(results.values.filter { $0 == [.ok, .generation, .generation] }.count == 10)
    }

    @Test func `a node stands still, and rows sent again overtake themselves`() throws {
        let results = try self.replay("restore-frozen-13-s")
        #expect(results.count == 600)
        #expect(results.values.filter { $0 == [.ok] }.count == 456)
        #expect(results.values.filter { $0 == [.ok, .generation] }.count == 110)
        #expect(results.values.filter { $0 == [.generation, .ok] }.count == 32)
        #expect(results.values.filter { $0 == [.ok, .ok] }.count == 2)
    }

    @Test func `a node stands still for so short a time that nothing is sent again`() throws {
        let results = try self.replay("restore-frozen-5-s")
        #expect(results.count == 600)
        #expect(results.values.allSatisfy { $0 == [.ok] })
    }
}
