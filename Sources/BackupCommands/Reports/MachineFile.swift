import BackupStorage
import Glibc
import Logging
import Synchronization

/// The file of `--machine`: lines are appended, each with one system call, so that a reader never sees half of one.
///
/// Nothing waits for a reader but the opening, which can be cancelled: a line that a full pipe does not take is left out.
final class MachineFile: Sendable {
    private let path: String
    private let descriptor: Int32
    private let logger: Logger
    private let hasFailed = Atomic<Bool>(false)
    private let hasLeftOut = Atomic<Bool>(false)

    private init(path: String, descriptor: Int32, logger: Logger) {
        self.path = path
        self.descriptor = descriptor
        self.logger = logger
    }

    /// Opens the file, which is created if it is missing. A named pipe is waited for until somebody reads it, as in the
    /// original.
    ///
    /// - Throws: `StorageError` with the words of the original; `CancellationError`.
    static func open(path: String, logger: Logger) async throws -> MachineFile {
        let descriptor = try await SpecialFile.open(
            path: path,
            flags: O_CREAT | O_APPEND,
            failure: "Error while opening machine-readable file \(path)"
        )
        return MachineFile(path: path, descriptor: descriptor, logger: logger)
    }

    deinit { close(self.descriptor) }

    /// Appends lines. That one cannot be written is said once, and does not end the run.
    func write(_ lines: [String]) {
        for line in lines {
            let number = self.append(line + "\n")
            if number == EAGAIN {
                self.leaveOut()
            } else if number != 0 {
                guard !self.hasFailed.exchange(true, ordering: .relaxed) else { return }
                let error = StorageError("Error while writing machine-readable file \(self.path)", number: number)
                self.logger.error("\(error)")
                return
            }
        }
    }

    private func leaveOut() {
        guard !self.hasLeftOut.exchange(true, ordering: .relaxed) else { return }
        self.logger.warning(
            "Nobody reads machine-readable file \(self.path), and it is full: lines are left out until it takes some again"
        )
    }

    /// Appends a line, which is shorter than what a pipe takes as a whole or not at all (PIPE_BUF).
    ///
    /// - Returns: The number of the error; 0 if there was none.
    private func append(_ line: String) -> Int32 {
        var line = line
        return line.withUTF8 { bytes in
            while true {
                let written = Glibc.write(self.descriptor, bytes.baseAddress, bytes.count)
                if written == bytes.count { return 0 }
                // What is left of a line has found no room on the disk.
                guard written < 0 else { return ENOSPC }
                guard errno == EINTR else { return errno }
            }
        }
    }
}
