import AerospikeLocalServer
import AerospikeProtocol

/// All records of a cluster.
struct Contents: Sendable {
    let records: [Digest: LocalRecord]

    /// By how many seconds void times may differ: a restore computes times to live from them, on a machine that may be busy.
    static let tolerance = 120

    /// What is different to what should be there; `nil` if nothing is.
    ///
    /// - Parameter tolerance: By how many seconds void times may differ.
    func difference(to wanted: Contents, tolerance: Int = Self.tolerance) -> String? {
        let missing = wanted.records.keys.filter { self.records[$0] == nil }
        let added = self.records.keys.filter { wanted.records[$0] == nil }
        let changed = wanted.records.filter { digest, record in
            self.records[digest].map { !Self.isSame($0, record, tolerance: tolerance) } ?? false
        }
        guard !missing.isEmpty || !added.isEmpty || !changed.isEmpty else { return nil }
        let first = (missing + added + changed.map(\.key)).min().map {
            """
            \($0.bytes) of partition \($0.partition.number), generation \(self.records[$0]?.generation ?? 0), \
            wanted \(wanted.records[$0]?.generation ?? 0)
            """
        }
        return """
            of \(wanted.records.count) records \(missing.count) are missing and \(changed.count) different, \
            \(added.count) should not be there; first \(first ?? "")
            """
    }

    /// What is there that should not be, or the number is wrong; `nil` if a part of the wanted records is there.
    func difference(toPartOf wanted: Contents, records: Int) -> String? {
        let wrong = self.records.filter { digest, record in
            wanted.records[digest].map { !Self.isSame($0, record) } ?? true
        }
        guard wrong.isEmpty, self.records.count == min(records, wanted.records.count) else {
            return
                "\(self.records.count) records instead of \(records) of \(wanted.records.count), \(wrong.count) wrong"
        }
        return nil
    }

    /// These records, and those of others that are not among them.
    func merged(under others: Contents) -> Contents {
        Contents(records: self.records.merging(others.records) { _, other in other })
    }

    /// Whether two records are the same but for generations, and for void times that nearly are.
    static func isSame(_ left: LocalRecord, _ right: LocalRecord, tolerance: Int = Self.tolerance) -> Bool {
        guard left.set == right.set, left.key == right.key, left.bins == right.bins else { return false }
        if left.voidTime == right.voidTime { return true }
        guard left.voidTime != .never, right.voidTime != .never else { return false }
        return abs(Int(left.voidTime.rawValue) - Int(right.voidTime.rawValue)) <= tolerance
    }
}
