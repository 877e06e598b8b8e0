/// A part of a backup file that begins and ends between blocks, so that it can be parsed by itself.
struct FilePiece: Sendable {
    /// Where the piece begins in the text of the file.
    var start: UInt64 = 0
    /// The bytes.
    let bytes: [UInt8]
    /// The number, from 1, of the line that begins at the first byte.
    let firstLine: Int
    /// Whether the file is of version 3.0.
    let isLegacy: Bool
}
