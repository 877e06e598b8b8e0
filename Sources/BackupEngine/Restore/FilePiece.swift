/// A part of a backup file that begins and ends between blocks, so that it can be parsed by itself.
struct FilePiece: Sendable {
    /// The bytes.
    let bytes: [UInt8]
    /// The number, from 1, of the line that begins at the first byte.
    let firstLine: Int
    /// Whether the file is of version 3.0.
    let isLegacy: Bool
}
