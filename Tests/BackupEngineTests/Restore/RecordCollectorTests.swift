import AerospikeProtocol
import BackupFormat
import Testing

@testable import BackupEngine

@Suite struct `Collecting records` {
    private static let text = Array("+ n test\n+ d AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+ g 1\n+ t 0\n+ b 1\n- I a 1\n".utf8)

    /// What becomes of a record of which is said that it has so many bytes of text.
    private func take(_ size: Int, with collector: inout RecordCollector) throws -> RecordCollector.Step {
        var parser = BlockParser()
        var record = RecordLayout()
        _ = try parser.parseBlock(Self.text.view, at: 0, isFinal: true, into: &record)
        return try collector.take(&record, window: Self.text.view, place: 0..<size)
    }

    private func collector(_ form: RecordBatch.Form = .batch) -> RecordCollector {
        RecordCollector(plan: RestorePlan(source: .file(path: "b.asb")), form: form, buffers: RestoreBuffers())
    }

    @Test(arguments: [.batch, .singleWrites] as [RecordBatch.Form])
    func `the first record asks for the routes of its namespace`(form: RecordBatch.Form) throws {
        var collector = self.collector(form)
        guard case .otherNamespace("test") = try self.take(60, with: &collector) else {
            Issue.record("not asked for")
            return
        }
        #expect(collector.takeCounts().records == 0)
        collector.begin(namespace: "test", routes: .none)
        guard case .proceed = try self.take(60, with: &collector) else {
            Issue.record("not taken")
            return
        }
        #expect(collector.takeCounts().records == 1)
    }

    /// Of 128 MiB of a message 1 MiB may be taken by records in front.
    @Test func `a record that fills a message follows no others`() throws {
        var collector = self.collector()
        collector.begin(namespace: "test", routes: .none)
        for size in [60, 64 << 20] {
            guard case .proceed = try self.take(size, with: &collector) else {
                Issue.record("not taken: \(size) bytes")
                return
            }
        }
        guard case .fullBefore(let batch) = try self.take(127 << 20, with: &collector) else {
            Issue.record("put behind others")
            return
        }
        #expect(batch.count == 2 && collector.takeCounts().records == 2)
        guard case .proceed = try self.take(127 << 20, with: &collector) else {
            Issue.record("not taken")
            return
        }
        #expect(collector.takeCounts().records == 1 && collector.takeAll().map(\.count) == [1])
    }
}
