import BackupStorage
import Glibc
import Logging
import Synchronization

/// The file of `--machine`: lines are appended, each with one system call, so that a reader never sees half of one.
final class MachineFile: Sendable {
    private let path: String
    private let descriptor: Int32
    private let logger: Logger
    private let hasFailed = Atomic<Bool>(false)

    /// Opens the file, which is created if it is missing.
    ///
    /// - Throws: `StorageError` with the words of the original.
    init(path: String, logger: Logger) throws(StorageError) {
        self.path = path
        self.logger = logger
        self.descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard self.descriptor >= 0 else {
            throw StorageError("Error while opening machine-readable file \(path)", number: errno)
        }
    }

    deinit { close(self.descriptor) }

    /// Appends lines. That one cannot be written is said once, and does not end the run.
    func write(_ lines: [String]) {
        for line in lines where !self.append(line + "\n") {
            guard !self.hasFailed.exchange(true, ordering: .relaxed) else { return }
            let error = StorageError("Error while writing machine-readable file \(self.path)", number: errno)
            self.logger.error("\(error)")
            return
        }
    }

    private func append(_ line: String) -> Bool {
        var line = line
        return line.withUTF8 { bytes in
            var written = Glibc.write(self.descriptor, bytes.baseAddress, bytes.count)
            while written < 0, errno == EINTR {
                written = Glibc.write(self.descriptor, bytes.baseAddress, bytes.count)
            }
            return written == bytes.count
        }
    }
}
