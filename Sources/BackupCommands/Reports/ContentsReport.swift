import AerospikeProtocol
import BackupEngine
import BackupFormat
import Logging

/// The lines about what a backup holds, behind those of the original (`Spec/manifest.md` §4).
struct ContentsReport {
    let logger: Logger

    /// Prints the lines; none if the backup could not be read.
    func print(_ result: ValidationResult?) {
        guard let result else { return }
        for line in Self.lines(result) { self.logger.info("\(line)") }
    }

    /// The lines.
    static func lines(_ result: ValidationResult) -> [String] {
        self.sets(result.contents)
            + [
                Self.list(result.indexes, called: "Secondary indexes"),
                Self.list(result.modules, called: "UDF files"),
                Self.voidTimes(result.contents),
                Self.partitions(result),
            ]
    }

    private static func sets(_ contents: BackupContents) -> [String] {
        let rows = contents.sets.map { name, count in
            (
                namespace: String(decoding: name.namespace, as: UTF8.self),
                set: name.set.map { "set \(String(decoding: $0, as: UTF8.self))" } ?? "no set",
                count: count
            )
        }
        guard !rows.isEmpty else { return ["Records: none"] }
        return rows.sorted { ($0.namespace, $0.set) < ($1.namespace, $1.set) }
            .map { "Records of namespace \($0.namespace), \($0.set): \($0.count)" }
    }

    private static func list(_ names: [String], called what: String) -> String {
        names.isEmpty ? "\(what): none" : "\(what): \(names.count) (\(names.sorted().joined(separator: ", ")))"
    }

    private static func voidTimes(_ contents: BackupContents) -> String {
        let lasting = "\(contents.lastingRecords) record(s) never expire"
        guard let earliest = contents.earliestVoidTime, let latest = contents.latestVoidTime else {
            return "Void times: \(lasting)"
        }
        let expiring = contents.records - contents.lastingRecords
        return "Void times: \(expiring) record(s) from \(Self.time(earliest)) to \(Self.time(latest)), \(lasting)"
    }

    private static func time(_ voidTime: UInt32) -> String {
        UTCTime(seconds: Int(VoidTime.epoch) + Int(voidTime)).description
    }

    private static func partitions(_ result: ValidationResult) -> String {
        let seen = "records of \(result.contents.partitions.count)"
        guard result.hasManifest else {
            return "Partitions: \(seen); without a manifest it cannot be proven that they are complete"
        }
        let covered = "\(result.coveredPartitions.count) of 4096 covered"
        guard result.isComplete else {
            return "Partitions: \(covered), \(seen); not complete, for the number of records was limited"
        }
        guard !result.isSingleFile else { return "Partitions: \(covered) by all files of the backup, \(seen) in this" }
        return "Partitions: \(covered) and complete, \(seen)"
    }
}
