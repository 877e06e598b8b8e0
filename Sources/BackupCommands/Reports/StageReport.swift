import BackupEngine
import Logging

/// The line that says where the time went, and what a faster run would need.
enum StageReport {
    /// Prints the line; nothing if nothing took time.
    static func print(_ clock: StageClock, logger: Logger) {
        guard let text = Self.text(clock.shares) else { return }
        logger.info("\(text)")
    }

    /// The text of the line.
    static func text(_ shares: [(stage: StageClock.Stage, percent: Int)]) -> String? {
        guard let first = shares.first else { return nil }
        let list = shares.map { "\($0.stage.words) \($0.percent)%" }.joined(separator: ", ")
        return "Time of all workers: \(list); limited by the \(first.stage.words)"
    }
}
