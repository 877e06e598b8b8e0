/// The most memory that a restore's buffers take: a function of the options, not of the data.
struct RestoreMemory: CustomStringConvertible, Sendable {
    /// The files read at once, each of which has a window.
    let files: Int

    /// The sum in words, for `--verbose`.
    var description: String {
        let windows = self.files * FileRestorer.windowSize
        // A piece is text, and the batches made of it together are not larger than it.
        let pieces = 2 * RestoreContext.pieceLimit * FileRestorer.windowSize
        return """
            Buffers: \(self.files) file(s), windows \(windows >> 10) KiB, pieces and batches \(pieces >> 10) KiB, \
            \((windows + pieces) >> 10) KiB in all (more only for records of over 1 MiB)
            """
    }
}
