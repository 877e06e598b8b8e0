import AerospikeProtocol
import BackupFormat

/// Where in the text of a file a restore is: what was done before is left out, the rest is cut into pieces. A pure value that
/// looks at the window of its owner (`FileRestorer`), which reads.
struct FileText {
    /// What to do next.
    enum Step {
        /// More bytes are wanted in the window, or `isAtEnd` to be set.
        case needMore
        /// The head of the file.
        case head(BackupFileHead)
        /// A piece to be restored.
        case piece(FilePiece)
        /// The file ends.
        case end
        /// The file is not what it should be from here on.
        case damage(JobError)
    }

    private let fileName: String
    private var cutter: FileCutter
    private var place: FilePlace
    private var hasHead = false
    /// Whether the file ends where the window ends.
    var isAtEnd = false
    /// The damage that reading ended at. What stands in front of it is restored.
    var damage: JobError?

    /// Creates the text of a file of which nothing was read.
    ///
    /// - Parameters:
    ///   - fileName: The file's path, as messages name it.
    ///   - done: The parts that were done before.
    init(fileName: String, done: AcknowledgedRanges) {
        self.fileName = fileName
        self.cutter = FileCutter(fileName: fileName)
        self.place = FilePlace(done: done)
    }

    /// Whether nothing was used of the text.
    var isAtStart: Bool { self.place.position == 0 }

    /// Whether the window begins inside a part that was done before.
    var isInside: Bool { self.place.isInside }

    /// Leaves out what was done before at the front of the window.
    ///
    /// - Returns: The number of bytes that the caller must drop.
    mutating func skip(_ window: RawSpan) -> Int {
        let count = self.place.skippable(of: window.byteCount)
        guard count > 0 else { return 0 }
        self.cutter.skip(count, of: window)
        self.place.advance(by: count)
        return count
    }

    /// Goes on to the next thing to be done.
    ///
    /// - Parameters:
    ///   - window: The bytes of the file that are in memory and not used.
    ///   - used: How many of them the caller must drop.
    mutating func next(_ window: RawSpan, used: inout Int) -> Step {
        // Nothing of a head is ever done, and its end is known by what stands behind it.
        let visible = self.hasHead ? self.place.visible(of: window.byteCount) : window.byteCount
        let isWhole = visible == window.byteCount
        self.cutter.isFinal = self.isAtEnd && isWhole
        used = 0
        guard !self.isInside else { return self.needMore(isWhole) }
        let step = self.cutter.next(window.extracting(first: visible), used: &used)
        let start = self.place.position
        self.place.advance(by: used)
        switch step {
        case .needMore: return self.needMore(isWhole)
        case .head(let head):
            self.hasHead = true
            return .head(head)
        case .piece(var piece):
            piece.start = start
            return .piece(piece)
        case .end: return self.place.done.start(behind: self.place.position) == nil ? .end : .damage(self.otherFile)
        case .damage(let error): return .damage(error)
        }
    }

    /// More is wanted: unless reading has ended, or a block goes on where something begins that was done before.
    private func needMore(_ isWhole: Bool) -> Step {
        if let damage { return .damage(damage) }
        if !isWhole || (self.isAtEnd && self.isInside) { return .damage(self.otherFile) }
        return .needMore
    }

    private var otherFile: JobError {
        JobError(
            .input,
            "The file \(self.fileName) is not the one that the journal was written for: "
                + "no block ends at byte \(self.place.nextDone) of its text"
        )
    }
}
