/// The most memory that a restore's buffers take: a function of the options, not of the data.
struct RestoreMemory: CustomStringConvertible, Sendable {
    /// The files read at once, each of which has a window.
    let files: Int

    /// The sum in words, for `--verbose`.
    var description: String {
        let windows = self.files * FileRestorer.windowSize
        let pieces = RestoreContext.pieceLimit * FileRestorer.windowSize
        // In flight or kept for the next one; those that are larger come from pieces with few records.
        let batches = RestoreBuffers.batchLimit * RestoreBuffers.largestBatch
        return """
            Buffers: \(self.files) file(s), windows \(windows >> 10) KiB, pieces \(pieces >> 10) KiB, \
            batches \(batches >> 10) KiB, \((windows + pieces + batches) >> 10) KiB in all \
            (more only for records of over 1 MiB)
            """
    }
}
