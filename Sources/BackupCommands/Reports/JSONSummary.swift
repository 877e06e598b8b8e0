import BackupEngine
import CommandLineInterface

/// The object that `--json` prints at the end of a run.
enum JSONSummary {
    /// The members that every summary begins with.
    ///
    /// - Parameters:
    ///   - tool: The tool's name.
    ///   - error: Why the run failed; `nil` if it did not.
    static func head(tool: String, error: String?) -> [JSONValue.Member] {
        [
            .init("tool", .text(tool)), .init("version", .text(ToolVersion.number)),
            .init("success", .truth(error == nil)), .init("error", error.map(JSONValue.text) ?? .null),
        ]
    }

    /// What a backup did.
    static func backup(_ statistics: BackupStatistics, seconds: Double) -> [JSONValue.Member] {
        [
            .init("records", .integer(statistics.records)),
            .init("expected_records", .integer(statistics.expectedRecords)),
            .init("secondary_indexes", .integer(statistics.indexes)),
            .init("udf_files", .integer(statistics.modules)),
            .init("bytes", .integer(Int(clamping: statistics.bytes))),
            .init("warnings", .list(statistics.warnings.map(JSONValue.text))),
            .init("seconds", .seconds(milliseconds: Int(seconds * 1000))),
        ]
    }

    /// What a restore did.
    static func restore(_ counts: RestoreStatistics.Counts, seconds: Double) -> [JSONValue.Member] {
        [
            .init("records", .integer(counts.records)),
            .init("inserted", .integer(counts.inserted)),
            .init("expired", .integer(counts.expired)),
            .init("skipped", .integer(counts.skipped)),
            .init("ignored", .integer(counts.ignored)),
            .init("existed", .integer(counts.existed)),
            .init("fresher", .integer(counts.fresher)),
            .init("retries", .integer(counts.retries)),
            .init("in_doubt", .integer(counts.inDoubt)),
            .init("secondary_indexes", .integer(counts.indexes)),
            .init("skipped_indexes", .integer(counts.skippedIndexes)),
            .init("matched_indexes", .integer(counts.matchedIndexes)),
            .init("mismatched_indexes", .integer(counts.mismatchedIndexes)),
            .init("udf_files", .integer(counts.modules)),
            .init("bytes", .integer(Int(clamping: counts.bytes))),
            .init("expected_bytes", counts.expectedBytes.map { .integer(Int(clamping: $0)) } ?? .null),
            .init("warnings", .list(counts.warnings.map(JSONValue.text))),
            .init("seconds", .seconds(milliseconds: Int(seconds * 1000))),
        ]
    }
}
