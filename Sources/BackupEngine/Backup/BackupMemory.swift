import BackupStorage

/// The most memory that a backup's buffers take: a function of the options, not of the data.
struct BackupMemory: CustomStringConvertible, Sendable {
    /// Two buffers of text, one being filled, one being written, and a copy of that on its way to the device, which most
    /// files do not need.
    static let textPerWorker = 2 * ((1 << 20) + (64 << 10) + DescriptorOutput.mostLead) + DescriptorOutput.copySize
    /// One message being walked, two being received, and further bytes of one; servers send about 1 MiB each.
    static let messagesPerWorker = 4 << 20

    let workers: Int

    /// The sum in words, for `--verbose`.
    var description: String {
        let text = self.workers * Self.textPerWorker
        let messages = self.workers * Self.messagesPerWorker
        return """
            Buffers: \(self.workers) worker(s), text \(text >> 10) KiB, messages \(messages >> 10) KiB, \
            \((text + messages) >> 10) KiB in all (more only for records of over 1 MiB)
            """
    }
}
