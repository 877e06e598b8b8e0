package import AerospikeClient
package import BackupFormat

extension JobError {
    /// Creates an error from one in the text of a file.
    package init(_ error: FormatError, file: String) {
        self.init(.format, "\(error.message): \(file)")
        guard let line = error.nextLine ?? error.line else { return }
        self.message = "\(error.message), file \(file), line \(line)"
    }

    /// Creates an error from one of the cluster.
    ///
    /// - Parameters:
    ///   - action: What was being done.
    ///   - error: What went wrong.
    package init(while action: String, _ error: AerospikeError) {
        self.init(.cluster, "Error while \(action): \(error.description)")
    }
}
