import AerospikeProtocol

/// What parsing the head of a file came to.
package enum HeadResult: Sendable {
    /// The head does not end inside the window; more bytes are wanted.
    case needMore
    /// The head, and the offset of the first block.
    case head(BackupFileHead, next: Int)
}

/// What parsing a block came to.
package enum BlockResult: Sendable {
    /// The block does not end inside the window. `minimum` is the least number of bytes from the block's start that
    /// the window must hold for another try to get further; `nil` if more is wanted but nobody knows how much.
    case needMore(minimum: Int?)
    /// A record, now in the layout, and the offset behind it.
    case record(next: Int)
    /// A secondary index, and the offset behind it.
    case index(SecondaryIndexDefinition, next: Int)
    /// A module, and the offset behind it.
    case module(FunctionModule, next: Int)
    /// The file ends here, between blocks.
    case end
}

/// Reads the text of a backup file from windows of it: any piece that begins with the head or with a block.
///
/// The parser holds no text. It knows the file's version and, for messages, its name and the line the window begins with.
package struct BlockParser: Sendable {
    /// The file's name in messages.
    package let fileName: String
    /// Whether the file is of version 3.0: nothing is escaped, and there are no globals.
    package var isLegacy: Bool
    /// The number, from 1, of the line that begins at byte 0 of the window.
    package var firstLine: Int

    /// Creates a parser at the first line of a file.
    package init(fileName: String = "backup", legacy: Bool = false) {
        self.fileName = fileName
        self.isLegacy = legacy
        self.firstLine = 1
    }

    /// Tells the parser that the first `count` bytes leave the window, and counts their lines.
    ///
    /// To be called before the window moves, with `count` at the start of a block.
    package mutating func discard(_ count: Int, of window: RawSpan) {
        let gone = window.extracting(first: count)
        var offset = 0
        while offset < gone.byteCount {
            // The sums of 128 bytes fit into eight bits, so that the loop is vectorised.
            let end = min(offset &+ 128, gone.byteCount)
            var lines: UInt8 = 0
            while offset < end {
                lines &+= unsafe gone.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self) == 0x0A ? 1 : 0
                offset &+= 1
            }
            self.firstLine &+= Int(lines)
        }
    }

    /// Reads one block. Never part of one: if it does not end inside the window, the answer is `.needMore`.
    ///
    /// - Parameters:
    ///   - window: Bytes of the file.
    ///   - offset: Where the block begins.
    ///   - isFinal: Whether the file ends where the window ends.
    ///   - record: Overwritten if the block is a record; otherwise its contents are undefined.
    /// - Throws: `FormatError` with the original's wording, and line and column.
    package mutating func parseBlock(
        _ window: RawSpan,
        at offset: Int,
        isFinal: Bool,
        into record: inout RecordLayout
    ) throws(FormatError) -> BlockResult {
        guard offset < window.byteCount else { return isFinal ? .end : .needMore(minimum: 1) }
        var cursor = TextCursor(
            window,
            at: offset,
            isFinal: isFinal,
            hasEscapes: !self.isLegacy,
            firstLine: self.firstLine
        )
        do throws(ParseStop) {
            switch try cursor.peek() {
            case UInt8(ascii: "+"):
                try cursor.readRecord(into: &record)
                return .record(next: cursor.offset)
            case UInt8(ascii: "*") where !self.isLegacy:
                return try cursor.readGlobal()
            case let byte:
                throw cursor.failure(.badText, at: offset) { place in
                    "Invalid start character \(TextCursor.describe(byte)) in block (\(place))"
                }
            }
        } catch {
            switch error {
            case .windowEnd(let minimum): return .needMore(minimum: minimum.map { $0 - offset })
            case .failure(let error): throw error
            }
        }
    }
}
