import BackupEngine
import BackupStorage
import Logging
import Synchronization

/// Watches the room for a backup, and warns at most once before it and once during it.
final class DiskSpaceWatch: Sendable {
    private let plan: BackupPlan
    private let hasWarned = Atomic<Bool>(false)

    init(_ plan: BackupPlan) { self.plan = plan }

    /// Warns before a backup to a directory.
    ///
    /// - Parameter files: The number of files that are written at once.
    func start(files: Int, logger: Logger) {
        guard case .directory(let path, _) = self.plan.destination, let free = DiskSpace.free(at: path) else { return }
        for line in DiskSpaceWarning.lines(free: free, fileLimit: self.plan.fileLimit, files: files) {
            logger.info("\(line)")
        }
    }

    /// Warns during a backup if what is left to write does not fit.
    func check(_ statistics: BackupStatistics, logger: Logger) {
        guard !self.hasWarned.load(ordering: .relaxed) else { return }
        let path: String
        let isFile: Bool
        switch self.plan.destination {
        case .directory(let directory, _): (path, isFile) = (directory, false)
        case .file(let file): (path, isFile) = (file, true)
        default: return
        }
        guard let free = DiskSpace.free(at: path) else { return }
        let line = DiskSpaceWarning.line(
            free: free,
            written: statistics.bytes,
            records: statistics.records,
            expected: statistics.expectedRecords,
            isFile: isFile
        )
        guard let line, !self.hasWarned.exchange(true, ordering: .relaxed) else { return }
        logger.info("\(line)")
    }
}
