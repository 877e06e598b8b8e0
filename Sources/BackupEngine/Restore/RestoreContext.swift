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
    /// How long a failed restore waits for the answers to what it sent before.
    var settlingTime = Duration.seconds(1)
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
        guard !(error is CancellationError) else { return }
        self.stop.requestAfterFailure()
        await self.batches.settle(within: self.settlingTime)
    }
}
