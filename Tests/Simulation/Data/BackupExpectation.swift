import AerospikeLocalServer

/// What a backup may hold of a cluster that changed meanwhile: each record as it was before or as it is after, or as somebody
/// tried to write it. A write that nobody was told of may be read from a node that dies before others have it
/// (`Spec/wire-protocol.md` §21.3).
struct BackupExpectation: Sendable {
    let before: Contents
    let after: Contents
    /// What was tried to be written.
    var attempted = Contents(records: [:])

    /// What is different in a backup; `nil` if nothing is.
    ///
    /// - Parameter limit: The most records that it was to hold; 0 for all.
    func difference(of backup: Contents, limit: Int) -> String? {
        limit == 0
            ? backup.difference(to: self.expected(for: backup, isMissingAllowed: false))
            : backup.difference(toPartOf: self.after, records: limit)
    }

    /// What is different in a backup that may lack records; `nil` if nothing is.
    func differenceApartFromMissing(of backup: Contents) -> String? {
        backup.difference(to: self.expected(for: backup, isMissingAllowed: true))
    }

    /// What the backup should hold, in view of what it holds: where there is a choice, what it has chosen.
    private func expected(for backup: Contents, isMissingAllowed: Bool) -> Contents {
        var expected = self.after.records
        for (digest, after) in self.after.records {
            let before = self.before.records[digest]
            guard let found = backup.records[digest] else {
                if isMissingAllowed || before == nil { expected[digest] = nil }
                continue
            }
            if Contents.isSame(found, after) { continue }
            if let before, Contents.isSame(found, before) {
                expected[digest] = before
            } else if let attempted = self.attempted.records[digest], Contents.isSame(found, attempted) {
                expected[digest] = attempted
            }
        }
        for (digest, found) in backup.records where expected[digest] == nil {
            guard let attempted = self.attempted.records[digest], Contents.isSame(found, attempted) else { continue }
            expected[digest] = attempted
        }
        return Contents(records: expected)
    }
}
