import AerospikeProtocol
import BackupStorage
import Foundation
import Logging
import Testing

@testable import BackupEngine

@Suite struct `Accounts of restores` {
    private let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: false) }

    private func path(_ name: String) -> String { self.directory.appending(path: name).path }

    private func remove() { try? FileManager.default.removeItem(at: self.directory) }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: self.directory.path).sorted()
    }

    private func open(
        _ journal: RestorePlan.Journal,
        rejected: String? = nil,
        log: CapturedLog = CapturedLog()
    ) throws -> RestoreLedger {
        var plan = RestorePlan(source: .file(path: "x"))
        plan.journal = journal
        plan.rejectedPath = rejected.map(self.path)
        return try RestoreLedger.open(
            plan: plan,
            files: [.init(name: "x")],
            nodes: ["A"],
            statistics: RestoreStatistics(),
            logger: Logger(label: "test") { _ in log }
        )
    }

    private func journal() throws -> JournalState {
        try JournalState(text: Array(try Data(contentsOf: URL(filePath: self.path("j")))))
    }

    private static func record(_ text: String) -> RejectedRecord {
        RejectedRecord(text: Array(text.utf8), isLegacy: false, namespace: "test", digest: "d", result: .recordTooBig)
    }

    private static func part(_ range: Range<UInt64>?) -> JournalState.Part {
        .init(file: 0, ranges: range.map { [$0] } ?? [], counts: RecordCounts())
    }

    @Test func `refused records of a piece that failed are not kept, for they come again`() async throws {
        defer { self.remove() }
        let ledger = try self.open(.file(path: self.path("j")), rejected: "r")
        try await ledger.finished(Self.part(nil), rejected: [Self.record("one\n")])
        #expect(NearlyFullFile.size(self.path("r")) == 0)
        try await ledger.finished(Self.part(10..<20), rejected: [Self.record("two\n")])
        #expect(try self.journal().rejected?.records == 1)
        #expect(try String(contentsOfFile: self.path("r"), encoding: .utf8).hasSuffix("test\ntwo\n"))
    }

    /// No line of the journal may say more than is in the file.
    @Test func `what the journal does not take did not happen`() async throws {
        defer { self.remove() }
        let ledger = try self.open(.file(path: self.path("j")), rejected: "r")
        let size = NearlyFullFile.size(self.path("j"))
        _ = NearlyFullFile.extend(self.path("j"), room: 5)
        await #expect(throws: StorageError.self) {
            try await ledger.finished(Self.part(10..<20), rejected: [Self.record("one\n")])
        }
        try #require(NearlyFullFile.size(self.path("j")) == size)
        #expect(NearlyFullFile.size(self.path("r")) == 0)
        #expect(ledger.done(of: 0).isEmpty && ledger.refused.isEmpty)
        try await ledger.finished(Self.part(30..<40), rejected: [])
        let journal = try self.journal()
        #expect(journal.files[0].done.ranges == [30..<40])
        #expect(journal.rejected == .init(path: self.path("r")))
    }

    @Test(arguments: [nil, "other", "r"]) func `records refused by earlier runs are not forgotten`(
        next: String?
    ) async throws {
        defer { self.remove() }
        do {
            let ledger = try self.open(.file(path: self.path("j")), rejected: "r")
            try await ledger.finished(Self.part(10..<20), rejected: [Self.record("one\n"), Self.record("two\n")])
        }
        do {
            let ledger = try self.open(.resume(path: self.path("j")), rejected: next)
            if next != nil {
                try await ledger.finished(Self.part(20..<30), rejected: [Self.record("three\n")])
            }
        }
        let ledger = try self.open(.resume(path: self.path("j")), rejected: next)
        try await ledger.complete()
        #expect(ledger.refused.reduce(0) { $0 + $1.records } == (next == nil ? 2 : 3))
        #expect(ledger.refused.map(\.path) == Set(["r", next ?? "r"]).sorted(by: >).map(self.path))
        let message = JobError(refused: ledger.refused).message
        #expect(message.hasPrefix("The server refused \(next == nil ? 2 : 3) record(s); they are in \(self.path("r"))"))
        #expect(message.hasSuffix("\(self.path(next ?? "r")).reasons"))
    }

    @Test func `a file of refused records can be gone on with after another one`() async throws {
        defer { self.remove() }
        try await self.open(.file(path: self.path("j")), rejected: "r")
            .finished(Self.part(10..<20), rejected: [Self.record("one\n")])
        _ = try self.open(.resume(path: self.path("j")))
        let ledger = try self.open(.resume(path: self.path("j")), rejected: "r")
        try await ledger.finished(Self.part(20..<30), rejected: [Self.record("two\n")])
        #expect(try self.journal().rejected?.records == 2)
        #expect(try self.journal().earlierRejected.isEmpty)
        #expect(try String(contentsOfFile: self.path("r"), encoding: .utf8).hasSuffix("test\none\ntwo\n"))
    }

    @Test func `files of refused records are not left behind by a journal that cannot be`() throws {
        defer { self.remove() }
        try Data("mine".utf8).write(to: URL(filePath: self.path("j")))
        let error = #expect(throws: StorageError.self) { _ = try self.open(.file(path: self.path("j")), rejected: "r") }
        #expect(error?.code == .occupied)
        #expect(try self.names() == ["j"])
        _ = try self.open(.file(path: self.path("k")), rejected: "r")
        #expect(try self.names() == ["j", "k", "r", "r.reasons"])
    }

    @Test func `no journal is kept up in the place of the refused records`() async throws {
        defer { self.remove() }
        _ = try self.open(.file(path: self.path("j")))
        let ledger = try self.open(.resume(path: self.path("j")), rejected: "j.new")
        try await ledger.finished(Self.part(10..<20), rejected: [Self.record("one\n")])
        #expect(try self.names() == ["j", "j.new", "j.new.reasons"])
        #expect(try String(contentsOfFile: self.path("j.new"), encoding: .utf8).hasSuffix("test\none\n"))
    }

    /// A second signal has cancelled the task by then.
    @Test(arguments: [false, true]) func `a restore that fails leaves no empty files`(isCancelled: Bool) async throws {
        defer { self.remove() }
        let log = CapturedLog()
        let ledger = try self.open(.file(path: self.path("j")), rejected: "r")
        try await ledger.finished(Self.part(10..<20), rejected: [])
        await withTaskGroup(of: Void.self) { group in
            if isCancelled { group.cancelAll() }
            group.addTask { await ledger.fail(CancellationError(), logger: Logger(label: "test") { _ in log }) }
        }
        #expect(try self.names() == ["j"])
        #expect(log.lines.count == 1)
        // The name is free again, and what gets it is not touched.
        try Data("Version 3.1\n".utf8).write(to: URL(filePath: self.path("r")))
        let error = #expect(throws: StorageError.self) {
            _ = try self.open(.resume(path: self.path("j")), rejected: "r")
        }
        #expect(error?.code == .occupied)
        #expect(NearlyFullFile.size(self.path("r")) == 12)
        unlink(self.path("r"))
        #expect(try self.open(.resume(path: self.path("j")), rejected: "r").done(of: 0).ranges == [10..<20])
    }

    @Test func `files that a journal without room still names are gone on with`() async throws {
        defer { self.remove() }
        let log = CapturedLog()
        let ledger = try self.open(.file(path: self.path("j")), rejected: "r")
        let size = NearlyFullFile.size(self.path("j"))
        _ = NearlyFullFile.extend(self.path("j"), room: 5)
        await ledger.fail(CancellationError(), logger: Logger(label: "test") { _ in log })
        try #require(NearlyFullFile.size(self.path("j")) == size)
        #expect(log.lines.count == 1)
        _ = try self.open(.resume(path: self.path("j")), rejected: "r")
        #expect(try self.names() == ["j", "r", "r.reasons"])
    }

    @Test func `refused records that earlier runs have kept and are gone are told`() async throws {
        defer { self.remove() }
        try await self.open(.file(path: self.path("j")), rejected: "r")
            .finished(Self.part(10..<20), rejected: [Self.record("one\n")])
        let whole = NearlyFullFile.size(self.path("r"))
        let file = "File \(self.path("r"))"
        let expected = [
            whole: [],
            whole - 1: [
                "\(file) has \(whole - 1) bytes, it had \(whole); "
                    + "some of 1 record(s) that the server had refused are lost"
            ],
            -1: ["\(file) is missing; it held 1 record(s) that the server had refused"],
        ]
        for (size, lines) in expected.sorted(by: { $0.key > $1.key }) {
            if size < 0 { unlink(self.path("r")) } else { truncate(self.path("r"), size) }
            let log = CapturedLog()
            _ = try self.open(.resume(path: self.path("j")), log: log)
            #expect(log.lines == lines)
        }
    }

    @Test func `one journal is for one restore at a time`() async throws {
        defer { self.remove() }
        let log = CapturedLog()
        let first = try self.open(.file(path: self.path("j")), rejected: "r")
        try await first.finished(Self.part(10..<20), rejected: [Self.record("one\n")])
        for rejected in ["r", "other", nil] {
            let error = #expect(throws: StorageError.self) {
                _ = try self.open(.resume(path: self.path("j")), rejected: rejected)
            }
            #expect(error?.description == "Another restore is using journal \(self.path("j"))")
        }
        #expect(try self.names() == ["j", "r", "r.reasons"])
        await first.fail(CancellationError(), logger: Logger(label: "test") { _ in log })
        let second = try self.open(.resume(path: self.path("j")), rejected: "r")
        #expect(throws: StorageError.self) { _ = try self.open(.resume(path: self.path("j")), rejected: "r") }
        try await second.finished(Self.part(20..<30), rejected: [Self.record("two\n")])
        try await second.complete()
        #expect(try self.names() == ["r", "r.reasons"])
        #expect(try String(contentsOfFile: self.path("r"), encoding: .utf8).hasSuffix("test\none\ntwo\n"))
    }

    /// The journal of an earlier version of the tool knows sizes only.
    @Test(arguments: [false, true]) func `a file that took the name of refused records since is not cut`(
        isEarlier: Bool
    ) async throws {
        defer { self.remove() }
        do {
            let ledger = try self.open(.file(path: self.path("j")), rejected: "r")
            try await ledger.finished(Self.part(10..<20), rejected: [Self.record("one\n")])
        }
        if isEarlier {
            var journal = try self.journal()
            journal.rejected?.endings = nil
            try Data(journal.text.utf8).write(to: URL(filePath: self.path("j")))
        }
        let size = NearlyFullFile.size(self.path("r"))
        let other = String(repeating: "x", count: 200)
        for name in ["r", "r.reasons"] { try Data(other.utf8).write(to: URL(filePath: self.path(name))) }
        let log = CapturedLog()
        _ = try self.open(.resume(path: self.path("j")), rejected: "s", log: log)
        #expect(log.lines.count == (isEarlier ? 0 : 1))
        #expect(isEarlier || log.lines[0].hasPrefix("File \(self.path("r")) does not hold the 1 record(s)"))
        let found = try? self.open(.resume(path: self.path("j")), rejected: "r")
        #expect((found != nil) == isEarlier)
        #expect(NearlyFullFile.size(self.path("r")) == (isEarlier ? size : 200))
    }
}
