package import BackupStorage

extension ContinuedBackup {
    /// Cuts all files of a directory to what the state vouches for, and brings that to the device.
    ///
    /// Each of them belongs to the backup in the end, whether a worker goes on with it or not.
    ///
    /// - Throws: `StorageError` if a file cannot be cut.
    package func cutExcess(in directory: BackupDirectory) throws(StorageError) {
        for file in self.excess {
            try ContinuedFile.shorten(path: directory.path(of: file.name), to: file.recorded)
        }
    }
}
