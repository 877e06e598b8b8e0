import Synchronization

/// Adds up where the time of all workers goes, by stage. Written once for each chunk, never for a record.
package final class StageClock: Sendable {
    /// What a worker is doing.
    package enum Stage: Int, CaseIterable, Sendable {
        /// Waits for the cluster to send or to take records.
        case server
        /// Turns records into text, or text into records.
        case encoding
        /// Compresses or decompresses.
        case compressing
        /// Encrypts or decrypts.
        case encrypting
        /// Reads or writes files or pipes.
        case storage
        /// Waits because the user limited the speed.
        case throttling

        /// The stage in words for the report.
        package var words: String {
            switch self {
            case .server: "server"
            case .encoding: "encoding"
            case .compressing: "compression"
            case .encrypting: "encryption"
            case .storage: "storage"
            case .throttling: "speed limits"
            }
        }
    }

    private let nanoseconds = Mutex([UInt64](repeating: 0, count: Stage.allCases.count))

    /// Creates a clock on which nothing has happened.
    package init() {}

    /// Adds time to a stage.
    func add(_ duration: Duration, to stage: Stage) {
        let amount = UInt64(clamping: duration.nanoseconds)
        self.nanoseconds.withLock { $0[stage.rawValue] &+= amount }
    }

    /// Runs `body` and adds the time it takes to a stage.
    func measure<Result>(_ stage: Stage, _ body: () async throws -> Result) async rethrows -> Result {
        let start = ContinuousClock.now
        defer { self.add(ContinuousClock.now - start, to: stage) }
        return try await body()
    }

    /// The share of each stage in the time of all workers, largest first, in per cent; stages below 1 % are left out.
    package var shares: [(stage: Stage, percent: Int)] {
        Self.shares(self.nanoseconds.withLock { $0 })
    }

    static func shares(_ nanoseconds: [UInt64]) -> [(stage: Stage, percent: Int)] {
        let total = nanoseconds.reduce(0, &+)
        guard total > 0 else { return [] }
        return Stage.allCases
            .map { ($0, Int((Double(nanoseconds[$0.rawValue]) / Double(total) * 100).rounded())) }
            .filter { $0.1 > 0 }
            .sorted { $0.1 > $1.1 }
    }
}
