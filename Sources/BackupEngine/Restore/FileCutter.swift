import AerospikeProtocol
import BackupFormat

/// Cuts a file into pieces between blocks. Never reads; the shell around it does (`FileRestorer`).
struct FileCutter {
    /// What to do next.
    enum Step {
        /// More bytes in the window, or `isFinal` to be set.
        case needMore
        /// The head of the file.
        case head(BackupFileHead)
        /// A piece, whose bytes must now be dropped from the window's front.
        case piece(FilePiece)
        /// The file ends.
        case end
        /// The head is not that of a backup.
        case damage(JobError)
    }

    /// The most bytes of a block, 176 MiB (`Spec/asb-format.md` §6): a record is written with a message of at most 128 MiB,
    /// which is 171 MiB in base64, and its 65,535 bins have names and sizes. What is larger cannot be restored, and its
    /// end is not waited for.
    private static let largestBlock = 176 << 20

    /// The size of a piece in bytes, whatever is in the window; the block that reaches it is in the piece as a whole.
    static let pieceSize = 1 << 20

    private let buffers: RestoreBuffers
    private let largestBlock: Int
    private var parser: BlockParser
    private var hasHead = false
    /// Text that the parser refuses was found: the piece that begins with it was the last.
    private var isDamaged = false
    /// The bytes that the last block in the window wants.
    private var wanted = 0
    /// Whether the file ends where the window ends.
    var isFinal = false

    /// Creates a cutter at the start of a file.
    ///
    /// - Parameters:
    ///   - fileName: The file's path, as messages name it.
    ///   - buffers: Gives the memory of pieces.
    ///   - largestBlock: The most bytes of a block.
    init(fileName: String, buffers: RestoreBuffers, largestBlock: Int = Self.largestBlock) {
        self.parser = BlockParser(fileName: fileName)
        self.buffers = buffers
        self.largestBlock = largestBlock
    }

    /// Leaves out bytes that begin and end between blocks.
    mutating func skip(_ count: Int, of window: RawSpan) { self.parser.discard(count, of: window) }

    /// Goes on to the next thing to be done.
    ///
    /// - Parameters:
    ///   - window: The bytes of the file that are in memory and not used.
    ///   - used: How many of them the caller must drop.
    mutating func next(_ window: RawSpan, used: inout Int) -> Step {
        used = 0
        guard self.hasHead else { return self.nextHead(window, used: &used) }
        guard !self.isDamaged else { return .end }
        guard window.byteCount >= self.wanted || self.isFinal else { return .needMore }
        self.wanted = 0
        switch BlockSkipper(legacy: self.parser.isLegacy).skip(window, limit: Self.pieceSize) {
        case .whole:
            guard window.byteCount > 0 else { return self.isFinal ? .end : .needMore }
            return self.piece(window, count: window.byteCount, used: &used)
        case .enough(let offset): return self.piece(window, count: offset, used: &used)
        case .damaged(let offset): return self.upToDamage(at: offset, window, used: &used)
        case .cut(let offset, let minimum):
            guard !self.isFinal, minimum <= self.largestBlock else {
                return self.upToDamage(at: offset, window, used: &used)
            }
            self.wanted = minimum
            guard offset > 0 else { return .needMore }
            return self.piece(window, count: offset, used: &used)
        }
    }

    /// Gives the blocks in front of what the skipper takes for damage. If the window begins with it, the parser decides: whatever
    /// it accepts must be restored, and not be dropped with all that follows.
    private mutating func upToDamage(at offset: Int, _ window: RawSpan, used: inout Int) -> Step {
        guard offset == 0 else { return self.piece(window, count: offset, used: &used) }
        var record = RecordLayout()
        let result = try? self.parser.parseBlock(window, at: 0, isFinal: self.isFinal, into: &record)
        switch result {
        case .record(let next), .index(_, let next), .module(_, let next):
            return self.piece(window, count: next, used: &used)
        case .needMore(let minimum) where max(minimum ?? 0, window.byteCount + 1) <= self.largestBlock:
            self.wanted = max(minimum ?? 0, window.byteCount + 1)
            return .needMore
        case .needMore, .end, nil:
            // Whoever restores the piece parses it again, and says what is wrong.
            self.isDamaged = true
            return self.piece(window, count: window.byteCount, used: &used)
        }
    }

    private mutating func nextHead(_ window: RawSpan, used: inout Int) -> Step {
        do throws(FormatError) {
            switch try self.parser.parseHead(window, at: 0, isFinal: self.isFinal) {
            case .needMore: return .needMore
            case .head(let head, let next):
                self.hasHead = true
                self.parser.discard(next, of: window)
                used = next
                return .head(head)
            }
        } catch {
            return .damage(JobError(error, file: self.parser.fileName))
        }
    }

    private mutating func piece(_ window: RawSpan, count: Int, used: inout Int) -> Step {
        let piece = FilePiece(
            bytes: self.buffers.piece(window.extracting(first: count)),
            firstLine: self.parser.firstLine,
            isLegacy: self.parser.isLegacy
        )
        self.parser.discard(count, of: window)
        used = count
        return .piece(piece)
    }
}
