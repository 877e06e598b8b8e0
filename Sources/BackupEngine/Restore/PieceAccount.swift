import AerospikeProtocol
import BackupFormat

/// Adds up what becomes of a piece of a file. A pure value.
struct PieceAccount: Sendable {
    /// What became of a batch; without its rows unless some of them were refused.
    struct Answer: Sendable {
        var counts: RecordCounts
        /// The refused records: where they stand in the piece, their digests, and the answers.
        var rejected: [(place: Range<Int>, digest: String, namespace: String, result: ResultCode)]

        /// Takes from a batch what is needed of it.
        init(_ result: WriteResult, of batch: RecordBatch) {
            self.counts = result.counts
            self.rejected = result.rejected.map { row, result in
                (batch.places[row], batch.digest(of: row), batch.namespace, result)
            }
        }
    }

    private let piece: FilePiece
    /// The namespace of all records in the backup; `nil` if it is the one that they go to.
    private let sourceNamespace: String?
    private var ranges: [Range<Int>] = []
    private var counts = RecordCounts()
    /// The records that were refused.
    private(set) var rejected: [RejectedRecord] = []

    /// Creates an account of nothing.
    init(piece: FilePiece, renaming plan: RestorePlan) {
        self.piece = piece
        self.sourceNamespace = plan.targetNamespace.isEmpty ? nil : plan.sourceNamespace
    }

    /// Takes note of what was counted while the piece was parsed.
    mutating func count(_ counts: RecordCounts) { self.counts.add(counts) }

    /// Takes note of how far the piece was parsed, and that everything in front of that is on its way.
    ///
    /// - Parameters:
    ///   - end: The offset in the piece.
    ///   - globals: Where indexes and modules stand, in order. They are not done before the whole restore is: some
    ///     wait for its end, and it must know all of them to wait for them.
    mutating func parsed(to end: Int, without globals: [Range<Int>]) {
        var start = 0
        for global in globals {
            if start < global.lowerBound { self.ranges.append(start..<global.lowerBound) }
            start = global.upperBound
        }
        if start < end { self.ranges.append(start..<end) }
    }

    /// Takes note of what became of a batch.
    mutating func take(_ answer: Answer) {
        self.counts.add(answer.counts)
        for record in answer.rejected {
            self.rejected.append(
                RejectedRecord(
                    text: Array(self.piece.bytes[record.place]),
                    isLegacy: self.piece.isLegacy,
                    namespace: self.sourceNamespace ?? record.namespace,
                    digest: record.digest,
                    result: record.result
                )
            )
        }
    }

    /// What of the file is done now.
    func part(of file: Int) -> JournalState.Part {
        let start = self.piece.start
        return JournalState.Part(
            file: file,
            ranges: self.ranges.map { start + UInt64($0.lowerBound)..<start + UInt64($0.upperBound) },
            counts: self.counts
        )
    }
}
