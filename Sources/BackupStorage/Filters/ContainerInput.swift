import NIOPosix
import Synchronization

/// The text of a backup's file, freed from its containers while it is read.
///
/// Reading, decrypting and decompressing run on the thread pool, one job for each piece.
package final class ContainerInput: Sendable {
    private let file: InputFile
    /// The lock is never waited for: a file is read by one task, which waits for each piece.
    private let decoder: Mutex<ContainerDecoder>

    /// Creates an input at the start of a file.
    ///
    /// - Throws: `StorageError` if there is no memory for it.
    package init(file: InputFile, container: FileContainer) throws(StorageError) {
        self.file = file
        self.decoder = Mutex(try ContainerDecoder(path: file.path, container: container))
    }

    /// The bytes of the file read since the last call.
    package func takeStoredBytes() -> UInt64 { self.decoder.withLock { $0.takeStoredBytes() } }

    /// Reads into the free end of a window.
    ///
    /// - Returns: The number of bytes of text; 0 at the end of the file.
    /// - Throws: `StorageError`, of code `damaged` where the file is not what its container says.
    package func read(into window: inout InputWindow) async throws -> Int {
        // The window is lent to this call alone, and the call does not return before the job is over.
        nonisolated(unsafe) let target = window.freeSpace
        let count = try await NIOThreadPool.singleton.runIfActive {
            try self.decoder.withLock { decoder in
                try decoder.read(into: target) { [file = self.file] in try file.readNow(into: $0) }
            }
        }
        window.appended(count)
        return count
    }
}
