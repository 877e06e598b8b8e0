import CZstd
import NIOPosix
import Synchronization

/// Makes zstd frames of the pieces of a backup, each piece a frame of its own with a checksum (`Spec/asb-format.md` §9).
///
/// Frames stand behind each other in a file in any order of writers, so each writer has a compressor and they run at
/// once. Memory: the buffer of the last frame, a little more than the largest piece, and what zstd needs for a window
/// no larger than that piece: at 1 MiB and level 3 less than 4 MiB together.
package final class FrameCompressor: Sendable {
    /// What is used by one call at a time.
    private struct State: ~Copyable {
        let context: OpaquePointer
        var memory: [UInt8] = []

        deinit { ZSTD_freeCCtx(self.context) }
    }

    private let level: CompressionLevel
    /// The lock is never waited for: a compressor belongs to one writer, who waits for each frame.
    private let state: Mutex<State>

    /// Creates a compressor.
    ///
    /// - Throws: `StorageError` if there is no memory for it.
    package init(level: CompressionLevel) throws(StorageError) {
        guard let context = ZSTD_createCCtx() else {
            throw StorageError(.invalid, "Failed to initialize compression: not enough memory")
        }
        self.level = level
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level.value)
        // The original tools write none, but check those they read: without, changed letters go unnoticed.
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        self.state = Mutex(State(context: context))
    }

    /// The most bytes by which a frame may be larger than the text in it: at least what `ZSTD_COMPRESSBOUND` adds.
    @inline(__always)
    package static func overhead(of count: Int) -> Int { (count >> 8) + 64 }

    /// Makes a frame of the first `count` bytes of `storage`, on the thread pool.
    ///
    /// The frame's memory should come back through `recycle` once it is written.
    ///
    /// - Throws: `StorageError` if zstd fails.
    package func frame(of storage: [UInt8], count: Int) async throws -> (storage: [UInt8], count: Int) {
        try await NIOThreadPool.singleton.runIfActive { try self.compress(storage, count: count) }
    }

    /// Makes a frame on the thread of the caller, with little effort: for the end of a task that is cancelled.
    ///
    /// At the highest levels a piece takes half a second, which every worker would take on the few threads that tasks
    /// have. Frames of a file may differ in level.
    ///
    /// - Throws: `StorageError` if zstd fails.
    package func quickFrame(
        of storage: [UInt8],
        count: Int
    ) throws(StorageError) -> (storage: [UInt8], count: Int) {
        let level = min(self.level.value, CompressionLevel.quick.value)
        _ = self.state.withLock { ZSTD_CCtx_setParameter($0.context, ZSTD_c_compressionLevel, level) }
        return try self.compress(storage, count: count)
    }

    /// Takes back the memory of a frame for the next one.
    package func recycle(_ storage: consuming sending [UInt8]) {
        let memory = storage
        self.state.withLock { $0.memory = memory }
    }

    /// Makes a frame of the first `count` bytes of `storage` on the thread of the caller.
    ///
    /// - Throws: `StorageError` if zstd fails.
    package func compress(_ storage: [UInt8], count: Int) throws(StorageError) -> (storage: [UInt8], count: Int) {
        let (memory, size) = self.state.withLock { state in
            var memory: [UInt8] = []
            swap(&memory, &state.memory)
            let bound = ZSTD_compressBound(count)
            if memory.count < bound { memory = [UInt8](repeating: 0, count: bound) }
            let size = memory.withUnsafeMutableBytes { target in
                storage.withUnsafeBytes { source in
                    ZSTD_compress2(state.context, target.baseAddress, target.count, source.baseAddress, count)
                }
            }
            return (memory, size)
        }
        guard ZSTD_isError(size) == 0 else {
            throw StorageError(.invalid, "Failed to compress data: \(String(cString: ZSTD_getErrorName(size)))")
        }
        return (memory, size)
    }
}
