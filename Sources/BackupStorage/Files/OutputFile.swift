/// A place for the bytes of a backup: a file of a directory, a single file, or standard output.
///
/// Its user hands over large pieces, one at a time, and calls `finish` once at the end.
package protocol OutputFile: Sendable {
    /// The path, as messages name it.
    var path: String { get }

    /// Writes a range of `storage` behind what was written before.
    ///
    /// - Throws: `StorageError`, a full disk and a closed pipe included.
    func write(_ storage: [UInt8], _ range: Range<Int>) async throws

    /// Makes sure that everything is on the device, and closes the file.
    ///
    /// - Returns: What was stored; `nil` if no checksum was wanted.
    /// - Throws: `StorageError` if the device refuses, in which case the file cannot be trusted.
    @discardableResult
    func finish() async throws -> StoredFile?

    /// The bytes of whole pieces, as they are stored.
    var length: UInt64 { get }

    /// Whether nothing but whole pieces was written: a part of one could be taken back.
    var isWhole: Bool { get }

    /// Notes that the user wants an end: whoever takes nothing, such as a pipe that nobody reads, is not waited for any
    /// longer, neither by a write under way nor by later ones.
    func abandon()

    /// Writes as `write` does, but on the thread of the caller: for tasks that are cancelled, which may not wait.
    ///
    /// - Throws: `StorageError`, a full disk and a closed pipe included.
    func writeBlocking(_ storage: [UInt8], _ range: Range<Int>) throws

    /// Finishes as `finish` does, but on the thread of the caller.
    ///
    /// - Returns: What was stored; `nil` if no checksum was wanted.
    /// - Throws: `StorageError` if the device refuses, in which case the file cannot be trusted.
    @discardableResult
    func finishBlocking() throws -> StoredFile?
}
