import BackupFormat
import Logging

/// What all parts of a restore share.
struct RestoreContext: Sendable {
    /// The most pieces of all files in memory. A piece is 1 MiB of text, and as much again in batches.
    static let pieceLimit = 8

    let plan: RestorePlan
    let target: any RecordTarget
    let statistics: RestoreStatistics
    let metadata: MetadataCollector
    let throttles: RestoreThrottles
    let clock: StageClock
    let stop: StopSignal
    /// Bounds the pieces of all files that are in memory.
    let pieces: Gate
    /// Bounds the batches of all files that are in flight.
    let batches: BatchGate
    /// How long a failed restore waits for the answers to what it sent before.
    var settlingTime = Duration.seconds(1)
    /// Memory of pieces and batches that is used again.
    let buffers = RestoreBuffers()
    /// Gets what the files hold, if that is to be told.
    var contents: ContentsCollector?
    /// Takes note of what is done; `nil` if nothing is restored.
    var ledger: RestoreLedger?

    /// Lets what was sent be answered before an error cancels it, which would leave it in doubt, and keeps others from
    /// sending more. What is refused for a while is sent again until the time is over.
    func settle(before error: any Error) async {
        guard !(error is CancellationError) else { return }
        self.stop.requestAfterFailure()
        await self.batches.settle(within: self.settlingTime)
    }
}
