import AerospikeProtocol
import Foundation
import Logging
import Synchronization
import Testing

@testable import BackupEngine

@Suite struct `Records that expire` {
    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }

    private static func file(_ bytes: Data) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try bytes.write(to: path)
        return path.path
    }

    /// At ten records a second a piece of a mebibyte takes twenty minutes. The clock of the test goes on by 100 seconds each
    /// time that it is looked at.
    @Test func `the time is looked at for each batch`() async throws {
        let start: UInt64 = 500_000_000
        let records = (UInt8(1)...6).map {
            "+ n test\n+ d \(Base64.encode([UInt8](repeating: $0, count: 20)))\n+ g 1\n+ t \(start + 350)\n+ b 1\n- I i 1\n"
        }
        let path = try Self.file(Data(("Version 3.1\n# namespace test\n" + records.joined()).utf8))
        defer { unlink(path) }
        var plan = RestorePlan(source: .file(path: path))
        plan.batchSize = 1
        let target = RecordingTarget()
        let statistics = RestoreStatistics()
        let looks = Counter()
        var context = RestoreContext(plan, into: target, statistics: statistics)
        context.now = { start + 100 * UInt64(looks.value.wrappingAdd(1, ordering: .relaxed).oldValue) }
        let files = RestoreFiles(context: context, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await files.run([SourceFile(path: path)])
        #expect(try Set(target.messages().map(\.header.recordTimeToLive)) == [250, 150, 50])
        #expect(statistics.now.expired == 3)
    }
}
