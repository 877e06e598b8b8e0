import AerospikeProtocol
import BackupFormat
import Glibc
import Logging

/// What all parts of a restore share.
struct RestoreContext: Sendable {
    /// The most pieces of all files in memory. A piece is 1 MiB of text, and as much again in batches.
    static let pieceLimit = 8
    /// The bytes of text that count as one piece. The largest record that a server holds (8 MiB, in base64 11) is one; a piece
    /// that is larger counts for as many as it is, and the largest are alone in memory.
    static let placeSize = 16 << 20

    /// For how many pieces one of so many bytes counts.
    static func places(ofPiece byteCount: Int) -> Int { max(1, (byteCount + Self.placeSize - 1) / Self.placeSize) }

    let plan: RestorePlan
    let target: any RecordTarget
    let statistics: RestoreStatistics
    let metadata: MetadataCollector
    let throttles: RestoreThrottles
    let clock: StageClock
    let stop: StopSignal
    /// Bounds the pieces of all files that are in memory, by their number and their bytes.
    let pieces: Gate
    /// Bounds the batches of all files that are in flight.
    let batches: BatchGate
    /// What ends the restore early, and when.
    var failure = FirstFailure()
    /// Memory of pieces and batches that is used again.
    let buffers = RestoreBuffers()
    /// Gets what the files hold, if that is to be told.
    var contents: ContentsCollector?
    /// Takes note of what is done; `nil` if nothing is restored.
    var ledger: RestoreLedger?
    /// The time against which void times are compared, in seconds since 2010.
    var now: @Sendable () -> UInt64 = { UInt64(max(0, Int64(time(nil)) - VoidTime.epoch)) }

    /// Lets what was sent be answered before an error cancels it, which would leave it in doubt, and keeps others from
    /// sending more. What is refused for a while is sent again until the time is over.
    func settle(before error: any Error) async {
        guard let deadline = self.note(error) else { return }
        await self.batches.settle(within: max(.zero, deadline - .now))
    }

    /// Keeps others from sending more after an error.
    ///
    /// - Returns: Until when answers are waited for; `nil` if the error is that of a cancelled task, which is no failure.
    @discardableResult
    func note(_ error: any Error) -> ContinuousClock.Instant? {
        guard !(error is CancellationError) else { return nil }
        self.stop.requestAfterFailure()
        return self.failure.note(error)
    }

    /// Runs the whole work, and cancels what is left of it when the time after a failure is over.
    ///
    /// - Throws: The first failure; what `work` throws if it is none, such as an interruption.
    func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        do {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await work()
                    return true
                }
                group.addTask {
                    await self.failure.wait()
                    return false
                }
                defer { group.cancelAll() }
                while try await group.next() == false { group.cancelAll() }
            }
        } catch {
            // What was cancelled may have ended first.
            throw self.failure.error ?? error
        }
    }
}
