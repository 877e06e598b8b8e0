import BackupStorage

extension BackupState {
    /// Notes how the files end that are to be written on, so that a continuation takes no other ones for them
    /// (`Spec/state-file.md` §3).
    ///
    /// To be called when all of them are closed. A file that cannot be read is left without: what the device has
    /// confirmed can be continued all the same.
    ///
    /// - Throws: `StorageError` if a file is shorter than the state says, which must not vouch for it then.
    mutating func noteEndings(of plan: BackupPlan) throws(StorageError) {
        for (number, file) in self.files.enumerated() where !file.isFinished && file.length > 0 {
            guard let path = plan.path(ofFile: file.name) else { continue }
            do throws(StorageError) {
                self.files[number].ending = try ContinuedFile.ending(path: path, length: file.length)
            } catch {
                if error.code == .damaged { throw error }
                self.files[number].ending = nil
            }
        }
    }
}
