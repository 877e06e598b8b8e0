import AerospikeClient
import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Books on files of a backup` {
    private static let seventh = `State of an interrupted backup`.digest

    private static func plan() -> BackupPlan {
        BackupPlan(namespace: "t", destination: .directory(path: "d", prefix: "t"))
    }

    private static func base(_ partitions: [Int]) -> BackupState {
        var state = BackupState(plan: Self.plan())
        state.partitions = PartitionProgress(partitions.compactMap { PartitionID($0) }.map { ScanStart($0) })
        return state
    }

    private static func tracker(_ partitions: [Int], after: [Digest] = []) -> PartitionTracker {
        PartitionTracker(partitions: partitions.compactMap { PartitionID($0) }, resumeAfter: after)
    }

    @Test func `follow each piece that was written`() {
        var progress = BackupProgress(base: Self.base([6, 7]))
        let file = progress.open("t_00000.asb", worker: 0)
        #expect(progress.isEmpty(file))
        progress.wrote(to: file, length: 30, records: 0, hasMetadata: true)
        #expect(progress.state.hasMetadata)
        #expect(progress.state.partitions.unfinished.map(\.after) == [nil, nil])
        let positions = Self.tracker([6], after: [Self.seventh])
        progress.wrote(to: file, length: 100, records: 3, worker: 0, positions: positions)
        progress.wrote(to: file, length: 150, records: 2)
        let expected = BackupState.File(name: "t_00000.asb", length: 150, records: 5, isFinished: false)
        #expect(progress.state.files == [expected])
        #expect(progress.state.partitions.unfinished.map(\.after) == [nil, Self.seventh])
        progress.finish(file)
        #expect(progress.state.files.map(\.isFinished) == [true])
    }

    @Test func `count a file as not written that the device refuses in the end`() {
        var progress = BackupProgress(base: Self.base([6, 7]))
        let first = progress.open("t_00000.asb", worker: 0)
        progress.wrote(to: first, length: 100, records: 3, hasMetadata: true, worker: 0, positions: Self.tracker([6]))
        progress.finish(first)
        let second = progress.open("t_00001.asb", worker: 0)
        progress.wrote(
            to: second,
            length: 90,
            records: 2,
            worker: 0,
            positions: Self.tracker([6], after: [Self.seventh])
        )
        #expect(progress.state.records == 5)
        #expect(progress.lose(second, worker: 0) == 0)
        #expect(progress.state.files.map(\.name) == ["t_00000.asb"])
        #expect(progress.state.hasMetadata)
        #expect(progress.state.partitions.unfinished.map(\.after) == [nil, nil])
    }

    @Test func `forget indexes and modules with the file that held them`() {
        var progress = BackupProgress(base: Self.base([6]))
        let file = progress.open("t_00000.asb", worker: 0)
        progress.wrote(to: file, length: 100, records: 3, hasMetadata: true, worker: 0, positions: Self.tracker([6]))
        #expect(progress.lose(file, worker: 0) == 0)
        #expect(progress.state == Self.base([6]))
    }

    @Test func `take a file of an earlier run back to what that left`() {
        var base = Self.base([6, 7])
        base.hasMetadata = true
        base.files = [BackupState.File(name: "t_00004.asb", length: 70, records: 7, isFinished: false)]
        base.partitions = PartitionProgress([ScanStart(after: Self.seventh)])
        var progress = BackupProgress(base: base)
        let file = progress.open("t_00004.asb", worker: 3)
        let later = Digest(high: Self.seventh.high, middle: 0, low: 0)
        progress.wrote(to: file, length: 170, records: 1, worker: 3, positions: Self.tracker([], after: [later]))
        #expect(progress.state.partitions.resumeAfter == [later])
        #expect(progress.lose(file, worker: 3) == 70)
        #expect(progress.state == base)
    }

    @Test func `are those of all workers if they share a file`() {
        var progress = BackupProgress(base: Self.base([6, 7]))
        let file = progress.open("t.asb")
        #expect(progress.open("t.asb", worker: 0) == file)
        #expect(progress.open("t.asb", worker: 1) == file)
        // The second piece of the file is noted before the first.
        progress.wrote(to: file, length: 90, records: 4, worker: 1, positions: Self.tracker([], after: [Self.seventh]))
        progress.wrote(to: file, length: 50, records: 2, worker: 0, positions: Self.tracker([6]))
        #expect(progress.state.files.map(\.length) == [90])
        #expect(progress.state.records == 6)
        #expect(progress.lose(file, worker: nil) == 0)
        #expect(progress.state == Self.base([6, 7]))
    }
}
