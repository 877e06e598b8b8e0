import BackupStorage
import Glibc

/// A file of refused records, or of their reasons, that no other restore can write to or remove meanwhile (flock(2)). File systems
/// without locks let everybody through.
struct ClaimedFile: Sendable {
    /// Writes to the file.
    let output: DescriptorOutput
    private let lock: DestinationLock?

    /// Claims the regular file that an output writes to.
    ///
    /// - Throws: `StorageError`, of code `occupied` if another restore has it.
    init(_ output: DescriptorOutput) throws(StorageError) {
        self.output = output
        do throws(StorageError) {
            self.lock = try DestinationLock(of: output)
        } catch {
            throw error.code == .occupied ? Self.isUsed(output.path) : error
        }
        // Until now somebody may have written to it, or put another one in its place.
        guard self.isInPlace, try ContinuedFile.length(path: output.path) == output.length else {
            throw Self.isUsed(output.path)
        }
    }

    private static func isUsed(_ path: String) -> StorageError {
        StorageError(.occupied, "Another restore is using the file of refused records \(path)")
    }

    private var isInPlace: Bool { self.lock?.isInPlace ?? false }

    /// Cuts the file to a length that it had.
    ///
    /// - Throws: `StorageError` if the operating system refuses.
    func cut(to length: UInt64) throws(StorageError) {
        self.output.shorten(to: length)
        guard self.output.isWhole else {
            throw StorageError(.damaged, "File \(self.output.path) cannot be cut to \(length) bytes")
        }
    }

    /// Removes the file, unless another one has taken its place.
    ///
    /// - Throws: `StorageError` if the operating system refuses.
    func remove() throws(StorageError) {
        guard self.isInPlace, unlink(self.output.path) != 0, errno != ENOENT else { return }
        throw StorageError("Error while removing \(self.output.path)", number: errno)
    }
}
