import BackupStorage
import Testing

@testable import BackupCommands
@testable import BackupEngine

@Suite struct `Lines about the contents of a backup` {
    private static func result(
        _ change: (inout BackupContents) -> Void,
        manifests: [CheckedManifests] = []
    ) -> ValidationResult {
        var contents = BackupContents()
        change(&contents)
        return ValidationResult(
            contents: contents,
            indexes: [],
            modules: [],
            manifests: manifests,
            isSingleFile: false
        )
    }

    @Test func `of nothing say so`() {
        #expect(
            ContentsReport.lines(Self.result { _ in }) == [
                "Records: none", "Secondary indexes: none", "UDF files: none", "Void times: 0 record(s) never expire",
                "Partitions: records of 0; without a manifest it cannot be proven that they are complete",
            ]
        )
    }

    @Test func `name sets, void times and partitions`() {
        let result = Self.result { contents in
            for (set, count) in [(nil, 1), ("people", 20), ("a", 3)] as [(String?, Int)] {
                contents.sets[.init(namespace: Array("test".utf8), set: set.map { Array($0.utf8) })] = count
            }
            contents.lastingRecords = 4
            // 2010-01-01 is the epoch: a day and a year later.
            contents.earliestVoidTime = 86_400
            contents.latestVoidTime = 365 * 86_400
            contents.partitions.insert(PartitionRange(begin: 60, count: 10))
        }
        #expect(
            ContentsReport.lines(result) == [
                "Records of namespace test, no set: 1", "Records of namespace test, set a: 3",
                "Records of namespace test, set people: 20", "Secondary indexes: none", "UDF files: none",
                "Void times: 20 record(s) from 2010-01-02T00:00:00Z to 2011-01-01T00:00:00Z, 4 record(s) never expire",
                "Partitions: records of 10; without a manifest it cannot be proven that they are complete",
            ]
        )
    }
}
