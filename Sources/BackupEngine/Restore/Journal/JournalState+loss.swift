import BackupStorage

extension JournalState.Rejected {
    /// What of a file that an earlier run has written is lost, for those records are restored from nowhere else; `nil` if the
    /// file is as long as it was, and ends as it did there.
    var loss: String? {
        do throws(StorageError) {
            guard let found = try ContinuedFile.length(path: self.path) else {
                return "File \(self.path) is missing; it held \(self.records) record(s) that the server had refused"
            }
            guard found < self.bytes else { return try self.isThere ? nil : self.mismatch }
            return "File \(self.path) has \(found) bytes, it had \(self.bytes); "
                + "some of \(self.records) record(s) that the server had refused are lost"
        } catch {
            return "\(error)"
        }
    }

    /// What there is to say of a file that holds something else.
    var mismatch: String {
        "File \(self.path) does not hold the \(self.records) record(s) that the server had refused: it was changed, or is another one"
    }

    /// Whether the file of records, which is long enough, ends at its size as it did; that of the reasons can be done without.
    private var isThere: Bool {
        get throws(StorageError) {
            guard let endings else { return true }
            return try ContinuedFile.ending(path: self.path, length: self.bytes) == endings.records
        }
    }
}
