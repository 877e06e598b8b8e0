import BackupStorage

extension JournalState.Rejected {
    /// What of a file that an earlier run has written is lost, for those records are restored from nowhere else; `nil` if the
    /// file is as long as it was.
    var loss: String? {
        do throws(StorageError) {
            guard let found = try ContinuedFile.length(path: self.path) else {
                return "File \(self.path) is missing; it held \(self.records) record(s) that the server had refused"
            }
            guard found < self.bytes else { return nil }
            return "File \(self.path) has \(found) bytes, it had \(self.bytes); "
                + "some of \(self.records) record(s) that the server had refused are lost"
        } catch {
            return "\(error)"
        }
    }
}
