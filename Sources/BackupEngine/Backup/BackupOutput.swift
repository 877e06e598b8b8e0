import AerospikeProtocol
import BackupFormat
import BackupStorage
import Synchronization

/// Where the workers of a backup get their files from: new ones of a directory, or the one file that all share.
package final class BackupOutput: Sendable {
    private let plan: BackupPlan
    private let shared: (any OutputFile)?
    private let nextNumber = Atomic<Int>(0)
    private let finished = Mutex<[BackupManifest.File]>([])

    /// Creates a source of files.
    ///
    /// - Parameters:
    ///   - plan: Where to write to.
    ///   - shared: The file that all workers share; `nil` for files of a directory.
    init(plan: BackupPlan, shared: (any OutputFile)?) {
        self.plan = plan
        self.shared = shared
    }

    /// Whether files are closed and new ones opened at the limit.
    var isSplit: Bool { self.shared == nil }

    /// The file for a worker: a new one of the directory, or the shared one.
    ///
    /// - Throws: `StorageError` if a file cannot be created.
    func file() throws -> any OutputFile {
        if let shared { return shared }
        guard case .directory(let path, let prefix) = self.plan.destination else {
            throw JobError(.input, "no output file")
        }
        let number = self.nextNumber.wrappingAdd(1, ordering: .relaxed).oldValue
        let digits = String(number)
        let name = "\(prefix)_\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).asb"
        return try DescriptorOutput.create(
            path: BackupDirectory(path: path).path(of: name),
            encryption: self.plan.container.encryption,
            withChecksum: true
        )
    }

    /// The files of the directory that are closed, in no order.
    var finishedFiles: [BackupManifest.File] { self.finished.withLock { $0 } }

    /// Notes a file of the directory that is closed.
    func finished(_ file: BackupManifest.File) { self.finished.withLock { $0.append(file) } }

    /// Closes the shared file; files of a directory are closed by their workers.
    ///
    /// - Throws: `StorageError` if the device refuses.
    func finish() async throws { try await self.shared?.finish() }
}
