import BackupStorage
import Foundation
import Logging
import Testing

@testable import BackupEngine

@Suite struct `Streams that are given up` {
    private static func text(records: Int) -> String {
        "Version 3.1\n# namespace test\n" + (0..<records).map(SmallBackup.record).joined()
    }

    private static func file(_ bytes: Data) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try bytes.write(to: path)
        return path.path
    }

    /// The journal would say that the file begins with nothing, and the right one be refused for ever.
    @Test(arguments: [0, 100]) func `a stream that was given up early begins as it will`(count: Int) async throws {
        let text = Self.text(records: 200)
        let path = try Self.file(Data(text.utf8))
        let pipe = path + ".pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        let writing = open(pipe, O_RDWR)
        defer {
            close(writing)
            for path in [path, pipe] { unlink(path) }
        }
        let plan = RestorePlan(source: .file(path: path))
        let file = JournalState.File(name: "x")
        let ledger = try RestoreLedger.open(
            plan: plan,
            files: [file],
            nodes: [],
            statistics: RestoreStatistics(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        for run in 0..<2 {
            try #require(write(writing, text, count) == count)
            let stop = StopSignal()
            stop.request()
            let error = await #expect(throws: JobError.self) {
                try await InputFile.withFile(path: pipe) { file in
                    let context = RestoreContext(plan, into: RecordingTarget(), stop: stop, ledger: ledger)
                    try await FileRestorer(file: file, context: context).run()
                }
            }
            #expect(error?.code == .interrupted, "run \(run)")
            guard run == 0 else { break }
            let target = RecordingTarget()
            try await InputFile.withFile(path: path) { file in
                let context = RestoreContext(plan, into: target, ledger: ledger)
                try await FileRestorer(file: file, context: context).run()
            }
            #expect(try target.messages().count == 200)
        }
    }
}
