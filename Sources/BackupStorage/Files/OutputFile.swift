/// A place for the bytes of a backup: a file of a directory, a single file, or standard output.
///
/// Its user hands over large pieces, one at a time, and calls `finish` once at the end.
package protocol OutputFile: Sendable {
    /// The path, as messages name it.
    var path: String { get }

    /// Writes the first `count` bytes of `storage` behind what was written before.
    ///
    /// - Throws: `StorageError`, a full disk and a closed pipe included.
    func write(_ storage: [UInt8], count: Int) async throws

    /// Makes sure that everything is on the device, and closes the file.
    ///
    /// - Returns: What was stored; `nil` if no checksum was wanted.
    /// - Throws: `StorageError` if the device refuses, in which case the file cannot be trusted.
    @discardableResult
    func finish() async throws -> StoredFile?
}
