import Testing

@testable import BackupEngine

@Suite struct `Counts of records` {
    @Test func `never overflow, whatever a journal says`() {
        var huge = RecordCounts()
        for field in RecordCounts.fields { huge[keyPath: field] = .max }
        var counts = RestoreStatistics.Counts()
        counts.resume(huge)
        counts.add(huge)
        counts.records += 1
        #expect(counts.existed + counts.fresher == 1 << 57)
        #expect(counts.records - counts.earlierRecords == 1)
    }
}
