import NIOPosix
import Synchronization

/// The text of a backup's file, freed from its containers while it is read.
///
/// Reading, decrypting and decompressing run on the thread pool, one job for each piece.
package final class ContainerInput: Sendable {
    private let file: InputFile
    private let isAbandoned: @Sendable () -> Bool
    /// The lock is never waited for: a file is read by one task, which waits for each piece.
    private let decoder: Mutex<ContainerDecoder>

    /// Creates an input at the start of a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - container: What is around the text.
    ///   - isAbandoned: Asked now and then while a pipe gives nothing; a read that is abandoned throws.
    /// - Throws: `StorageError` if there is no memory for it.
    package init(
        file: InputFile,
        container: FileContainer,
        isAbandoned: @escaping @Sendable () -> Bool = { false }
    ) throws(StorageError) {
        self.file = file
        self.isAbandoned = isAbandoned
        self.decoder = Mutex(try ContainerDecoder(path: file.path, container: container))
    }

    /// The bytes read from the file so far.
    package var storedBytes: UInt64 { self.decoder.withLock { $0.storedBytes } }

    /// What one call of `read` did.
    package struct Piece: Sendable {
        /// The bytes of text; 0 at the end of the file.
        package var count: Int
        /// The bytes read from the file.
        package var storedBytes: UInt64
        /// The time spent on decrypting and decompressing.
        package var unwrapping: Duration
    }

    /// Reads into the free end of a window.
    ///
    /// - Throws: `StorageError`, of code `damaged` where the file is not what its container says.
    package func read(into window: inout InputWindow) async throws -> Piece {
        // The window is lent to this call alone, and the call does not return before the job is over.
        nonisolated(unsafe) let target = window.freeSpace
        let piece = try await NIOThreadPool.singleton.runIfActive {
            try self.decoder.withLock { try self.read(into: target, &$0) }
        }
        window.appended(piece.count)
        return piece
    }

    private func read(
        into target: UnsafeMutableRawBufferPointer,
        _ decoder: inout ContainerDecoder
    ) throws -> Piece {
        let start = ContinuousClock.now
        var reading = Duration.zero
        let count = try decoder.read(into: target) { memory in
            let start = ContinuousClock.now
            defer { reading += ContinuousClock.now - start }
            return try self.file.readNow(into: memory, isAbandoned: self.isAbandoned)
        }
        return Piece(
            count: count,
            storedBytes: decoder.takeStoredBytes(),
            unwrapping: ContinuousClock.now - start - reading
        )
    }
}
