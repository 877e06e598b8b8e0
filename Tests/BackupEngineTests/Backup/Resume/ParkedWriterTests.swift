import AerospikeClient
import AerospikeProtocol
import BackupStorage
import Foundation
import Synchronization
import Testing

@testable import BackupEngine

@Suite struct `A writer that ends early` {
    /// A disk of limited size, which may refuse in the end.
    private final class SmallDisk: OutputFile {
        let path = "small"
        let isWhole = true
        private let room: Int
        private let refuses: Bool
        private let stored = Mutex<[UInt8]>([])
        /// What was stored when the user's wish for an end came; `nil` if it did not.
        private let storedUntilAbandoned = Mutex<Int?>(nil)

        init(room: Int, refuses: Bool = false) {
            self.room = room
            self.refuses = refuses
        }

        var length: UInt64 { UInt64(self.stored.withLock { $0.count }) }
        var lengthWhenAbandoned: Int? { self.storedUntilAbandoned.withLock { $0 } }
        var text: String { self.stored.withLock { String(decoding: $0, as: UTF8.self) } }

        func write(_ storage: [UInt8], _ range: Range<Int>) async throws { try self.writeBlocking(storage, range) }

        func writeBlocking(_ storage: [UInt8], _ range: Range<Int>) throws {
            try self.stored.withLock { stored in
                guard stored.count + range.count <= self.room else { throw StorageError("full", number: ENOSPC) }
                stored += storage[range]
            }
        }

        func abandon() {
            let count = self.stored.withLock { $0.count }
            self.storedUntilAbandoned.withLock { $0 = $0 ?? count }
        }

        func finish() async throws -> StoredFile? { try self.finishBlocking() }
        func finishBlocking() throws -> StoredFile? {
            if self.refuses { throw StorageError("refused", number: EIO) }
            return nil
        }
    }

    private static let plan = BackupPlan(namespace: "t", destination: .file(path: "small"))
    private static let head = "Version 3.1\n# namespace t\n# first-file\n"

    /// The digest of the record `number` of partition 7.
    private static func digest(_ number: Int) -> Digest { Digest(high: 0x0700 << 48, middle: UInt64(number), low: 0) }

    private static func output(_ disk: SmallDisk, plan: BackupPlan = Self.plan) throws -> BackupOutput {
        var base = BackupState(plan: plan)
        base.partitions = PartitionProgress([ScanStart(try #require(PartitionID(7)))])
        return BackupOutput(plan: plan, shared: disk, base: base)
    }

    private static func writer(_ output: BackupOutput) throws -> BackupFileWriter {
        try BackupFileWriter(
            output: output,
            plan: Self.plan,
            statistics: BackupStatistics(),
            throttle: nil,
            clock: StageClock(),
            worker: 0
        )
    }

    private static func append(_ number: Int, _ tracker: inout PartitionTracker, _ writer: BackupFileWriter) {
        writer.text.append(utf8: "record \(number)\n")
        writer.appended(records: 1)
        tracker = PartitionTracker(partitions: [], resumeAfter: [Self.digest(number)])
    }

    @Test func `writes what is in its buffer`() async throws {
        let disk = SmallDisk(room: 1000)
        let output = try Self.output(disk)
        let writer = try Self.writer(output)
        var tracker = PartitionTracker(partitions: [Self.digest(0).partition])
        try writer.open(isFirst: true)
        Self.append(1, &tracker, writer)
        try await writer.flush(tracker)
        Self.append(2, &tracker, writer)
        #expect(disk.lengthWhenAbandoned == nil)
        writer.park(tracker)
        let state = try output.park()
        // Before it writes: a pipe that nobody reads would be waited for.
        #expect(disk.lengthWhenAbandoned == Self.head.utf8.count + "record 1\n".utf8.count)
        #expect(disk.text == Self.head + "record 1\nrecord 2\n")
        #expect(state.files.map(\.length) == [disk.length])
        #expect(state.records == 2)
        #expect(state.partitions.resumeAfter == [Self.digest(2)])
    }

    @Test func `stays in front of what a full disk did not take`() async throws {
        let disk = SmallDisk(room: Self.head.utf8.count + 20)
        let output = try Self.output(disk)
        let writer = try Self.writer(output)
        var tracker = PartitionTracker(partitions: [Self.digest(0).partition])
        try writer.open(isFirst: true)
        for number in 1...2 {
            Self.append(number, &tracker, writer)
            try await writer.flush(tracker)
        }
        Self.append(3, &tracker, writer)
        await #expect(throws: StorageError.self) { try await writer.flush(tracker) }
        writer.park(tracker)
        let state = try output.park()
        #expect(disk.text == Self.head + "record 1\nrecord 2\n")
        #expect(state.records == 2)
        #expect(state.partitions.resumeAfter == [Self.digest(2)])
    }

    /// There is no path by which it could be cut, and whether the device has it is unknown.
    @Test func `leaves no state of standard output that the device refuses in the end`() async throws {
        let plan = BackupPlan(namespace: "t", destination: .standardOutput)
        let output = try Self.output(SmallDisk(room: 1000, refuses: true), plan: plan)
        await #expect(throws: StorageError.self) { try await output.finish() }
        #expect(throws: StorageError.self) { try output.park() }
    }

    @Test func `trusts nothing of a file that the device refuses in the end`() async throws {
        let disk = SmallDisk(room: 1000, refuses: true)
        let output = try Self.output(disk)
        let writer = try Self.writer(output)
        var tracker = PartitionTracker(partitions: [Self.digest(0).partition])
        try writer.open(isFirst: true)
        Self.append(1, &tracker, writer)
        try await writer.finish(tracker)
        await #expect(throws: StorageError.self) { try await output.finish() }
        let state = try output.park()
        #expect(state.files.isEmpty)
        #expect(!state.hasMetadata)
        #expect(state.partitions.unfinished.map(\.after) == [nil])
    }
}
