import AerospikeProtocol
import BackupStorage
import Foundation
import Testing

@testable import BackupEngine

@Suite struct `Files of refused records` {
    private struct Failure: Error {}

    private let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    private static let head = "Version 3.1\n# namespace test\n"

    private var reasonsPath: String { self.path + ".reasons" }

    private func remove() { for path in [self.path, self.reasonsPath] { unlink(path) } }

    private func plan(_ container: FileContainer = .plain) -> RestorePlan {
        var plan = RestorePlan(source: .file(path: "x"))
        plan.rejectedPath = self.path
        plan.container = container
        return plan
    }

    private static func record(_ text: String) -> RejectedRecord {
        RejectedRecord(
            text: Array(text.utf8),
            isLegacy: false,
            namespace: "test",
            digest: text.trimmingCharacters(in: .newlines),
            result: .recordTooBig
        )
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// What was written before a failure would be cut off by whoever goes on with the journal, or the records behind it.
    @Test func `what was not noted is not there`() async throws {
        defer { self.remove() }
        var journal = JournalState()
        let file = try #require(try RejectedFile.open(plan: self.plan(), journal: &journal))
        await #expect(throws: Failure.self) {
            try await file.write([Self.record("one\n")]) { _ in throw Failure() }
        }
        var noted: [JournalState.Rejected] = []
        try await file.write([Self.record("two\n")]) { noted.append($0) }
        await #expect(throws: Failure.self) {
            try await file.write([Self.record("three\n")]) { _ in throw Failure() }
        }
        try await file.write([Self.record("four\n"), Self.record("five\n")]) { noted.append($0) }
        try await file.finish()
        #expect(try self.text(self.path) == Self.head + "two\nfour\nfive\n")
        let reasons = ["two", "four", "five"].map { "\($0) 13 record too big\n" }
        #expect(try self.text(self.reasonsPath) == reasons.joined())
        #expect(noted.map(\.records) == [1, 3])
        #expect(noted.map(\.bytes) == [Self.head.utf8.count + 4, Self.head.utf8.count + 14].map(UInt64.init))
        #expect(noted.map(\.reasonBytes) == [reasons[0].utf8.count, reasons.joined().utf8.count].map(UInt64.init))
    }

    @Test func `compressed files as well`() async throws {
        defer { self.remove() }
        var journal = JournalState()
        let container = FileContainer(compression: .standard)
        let file = try #require(try RejectedFile.open(plan: self.plan(container), journal: &journal))
        var noted = JournalState.Rejected(path: "")
        try await file.write([Self.record("one\n")]) { noted = $0 }
        await #expect(throws: Failure.self) {
            try await file.write([Self.record("two\n")]) { _ in throw Failure() }
        }
        #expect(NearlyFullFile.size(self.path) == off_t(noted.bytes))
    }

    /// The disk is full when the reason is written, behind the record.
    @Test func `records without room for their reasons are taken back`() async throws {
        defer { self.remove() }
        try Data("one\n".utf8).write(to: URL(filePath: self.path))
        try Data().write(to: URL(filePath: self.reasonsPath))
        let full = NearlyFullFile.extend(self.reasonsPath, room: 5)
        var journal = JournalState()
        journal.rejected = .init(path: self.path, records: 1, bytes: 4, reasonBytes: UInt64(full))
        let file = try #require(try RejectedFile.open(plan: self.plan(), journal: &journal))
        await #expect(throws: StorageError.self) {
            try await file.write([Self.record("two\n")]) { _ in Issue.record("nothing may be noted") }
        }
        #expect(NearlyFullFile.size(self.path) == 4)
        #expect(NearlyFullFile.size(self.reasonsPath) == full)
        #expect(file.count == 1)
    }

    private static let key = EncryptionKey(mode: .aes128, secret: [1, 2, 3])
    private static let containers = [
        .plain, FileContainer(compression: .standard), FileContainer(encryption: key),
        FileContainer(compression: .standard, encryption: key),
    ]

    /// The tool was killed in front of the first record that is refused.
    @Test(arguments: containers)
    func `an empty file that the journal names is begun again`(container: FileContainer) async throws {
        defer { self.remove() }
        var journal = JournalState()
        _ = try #require(try RejectedFile.open(plan: self.plan(container), journal: &journal))
        let file = try #require(try RejectedFile.open(plan: self.plan(container), journal: &journal))
        var last = JournalState.Rejected(path: "")
        try await file.write([Self.record("0\n")]) { last = $0 }
        #expect(last.records == 1 && NearlyFullFile.size(self.path) == off_t(last.bytes))
        #expect(try self.text(self.reasonsPath) == "0 13 record too big\n")
        guard container.isPlain else { return }
        #expect(try self.text(self.path) == Self.head + "0\n")
    }

    /// The tool was killed between a record and the journal's line, or another restore has kept its records under this name since.
    @Test(arguments: containers, [false, true])
    func `records that the journal does not know of are not touched`(
        container: FileContainer,
        isRemoved: Bool
    ) async throws {
        defer { self.remove() }
        var journal = JournalState()
        let plan = self.plan(container)
        try await #require(try RejectedFile.open(plan: plan, journal: &journal))
            .write([Self.record("one\n")]) { _ in }
        let kept = try Data(contentsOf: URL(filePath: self.path))
        // The reasons alone are enough.
        if isRemoved { unlink(self.path) }
        let error = #expect(throws: StorageError.self) { _ = try RejectedFile.open(plan: plan, journal: &journal) }
        #expect(error?.code == .occupied)
        #expect(try isRemoved || Data(contentsOf: URL(filePath: self.path)) == kept)
        #expect(try self.text(self.reasonsPath) == "one 13 record too big\n")
        self.remove()
        _ = try #require(try RejectedFile.open(plan: plan, journal: &journal))
    }

    @Test func `a file whose companion is missing is begun again`() throws {
        defer { self.remove() }
        for path in [self.path, self.reasonsPath] {
            var journal = JournalState()
            _ = try #require(try RejectedFile.open(plan: self.plan(), journal: &journal))
            unlink(path)
            _ = try #require(try RejectedFile.open(plan: self.plan(), journal: &journal))
            #expect(NearlyFullFile.size(self.path) == 0 && NearlyFullFile.size(self.reasonsPath) == 0)
            self.remove()
        }
    }

    @Test func `what is no file of refused records is not touched`() throws {
        defer { self.remove() }
        var journal = JournalState()
        let plan = self.plan(FileContainer(compression: .standard))
        _ = try #require(try RejectedFile.open(plan: plan, journal: &journal))
        for path in [self.path, self.reasonsPath] { try Data("mine".utf8).write(to: URL(filePath: path)) }
        let known = journal
        for journal in [JournalState(), known] {
            var journal = journal
            let error = #expect(throws: StorageError.self) { _ = try RejectedFile.open(plan: plan, journal: &journal) }
            #expect(error?.code == .occupied)
        }
        #expect(try self.text(self.path) == "mine" && self.text(self.reasonsPath) == "mine")
    }

    @Test func `the journal itself is not cut`() throws {
        defer { self.remove() }
        var journal = JournalState()
        journal.rejected = .init(path: self.path)
        try Data(journal.text.utf8).write(to: URL(filePath: self.path))
        var plan = self.plan()
        plan.journal = .resume(path: self.path)
        #expect(throws: StorageError.self) { _ = try RejectedFile.open(plan: plan, journal: &journal) }
        #expect(try self.text(self.path) == journal.text)
    }

    /// Somebody has moved them, and another restore keeps its own under this name; or the name leads elsewhere from another directory.
    @Test(arguments: [false, true]) func `records of another restore are not cut off`(isLonger: Bool) async throws {
        defer { self.remove() }
        var journal = JournalState()
        try await #require(try RejectedFile.open(plan: self.plan(), journal: &journal))
            .write([Self.record("one\n")]) { journal.rejected = $0 }
        self.remove()
        // Line by line as long as those were, and so are the reasons.
        let others = isLonger ? ["two\n", "three\n"] : ["two\n"]
        var other = JournalState()
        try await #require(try RejectedFile.open(plan: self.plan(), journal: &other))
            .write(others.map(Self.record)) { other.rejected = $0 }
        let before = journal
        let error = #expect(throws: JobError.self) { _ = try RejectedFile.open(plan: self.plan(), journal: &journal) }
        #expect(error?.message.hasPrefix("File \(self.path) does not hold the 1 record(s)") == true)
        #expect(try self.text(self.path) == Self.head + others.joined())
        #expect(NearlyFullFile.size(self.reasonsPath) == off_t(try #require(other.rejected).reasonBytes))
        // The reasons alone are another file's: nothing is cut of the records.
        self.remove()
        try Data((Self.head + "one\nnot noted\n").utf8).write(to: URL(filePath: self.path))
        try Data("owt 13 record too big\n".utf8).write(to: URL(filePath: self.reasonsPath))
        journal = before
        #expect(throws: JobError.self) { _ = try RejectedFile.open(plan: self.plan(), journal: &journal) }
        #expect(try self.text(self.path) == Self.head + "one\nnot noted\n")
        // These are the right ones, with what was written when the tool was killed.
        try Data("one 13 record too big\nno".utf8).write(to: URL(filePath: self.reasonsPath))
        journal = before
        _ = try RejectedFile.open(plan: self.plan(), journal: &journal)
        #expect(try self.text(self.path) == Self.head + "one\n")
        #expect(try self.text(self.reasonsPath) == "one 13 record too big\n")
    }

    @Test func `how files end is known however often they are gone on with`() async throws {
        defer { self.remove() }
        var journal = JournalState()
        for number in 0..<4 {
            // More than the last 64 KiB that count.
            let text = String(repeating: "\(number)", count: 30_000) + "\n"
            let file = try #require(try RejectedFile.open(plan: self.plan(), journal: &journal))
            try await file.write([Self.record(text)]) { journal.rejected = $0 }
        }
        let rejected = try #require(journal.rejected)
        let endings = try [self.path, self.reasonsPath].map { path in
            try Checksum(of: Array(try Data(contentsOf: URL(filePath: path)).suffix(65_536)))
        }
        #expect(rejected.records == 4 && rejected.bytes == UInt64(Self.head.utf8.count + 4 * 30_001))
        #expect(rejected.endings == .init(records: endings[0], reasons: endings[1]))
    }

    /// Two descriptors of one process are as strange to each other as two processes (flock(2)).
    @Test(arguments: [0, 1]) func `files that another restore has are not touched`(records: Int) async throws {
        defer { self.remove() }
        var journal = JournalState()
        let file = try #require(try RejectedFile.open(plan: self.plan(), journal: &journal))
        if records > 0 { try await file.write([Self.record("one\n")]) { journal.rejected = $0 } }
        var other = journal
        let error = #expect(throws: StorageError.self) { _ = try RejectedFile.open(plan: self.plan(), journal: &other) }
        #expect(error?.description == "Another restore is using the file of refused records \(self.path)")
        try await file.write([Self.record("two\n")]) { journal.rejected = $0 }
        try await file.finish()
        #expect(try self.text(self.path) == Self.head + (records > 0 ? "one\n" : "") + "two\n")
    }

    @Test func `a file that took the name since is not removed`() async throws {
        defer { self.remove() }
        var journal = JournalState()
        let file = try #require(try RejectedFile.open(plan: self.plan(), journal: &journal))
        self.remove()
        var other = JournalState()
        try await #require(try RejectedFile.open(plan: self.plan(), journal: &other))
            .write([Self.record("one\n")]) { _ in }
        try await file.finish()
        #expect(try self.text(self.path) == Self.head + "one\n")
        #expect(try self.text(self.reasonsPath) == "one 13 record too big\n")
    }
}
