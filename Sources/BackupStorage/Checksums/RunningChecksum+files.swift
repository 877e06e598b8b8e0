import Glibc
import NIOPosix

extension RunningChecksum {
    /// The most bytes of one read: enough to keep a device busy, few enough to stay in the cache until they are added.
    private static let readSize = 1 << 20

    /// Adds what stands in a file, from its start to its end, on the calling thread.
    ///
    /// With this the checksum of a file that is appended to covers what was there before.
    ///
    /// - Parameters:
    ///   - path: The path of a regular file.
    ///   - pace: Gets the number of bytes after each MiB that was read, and says how long to wait then.
    ///   - isAbandoned: Asked after each MiB whether the checksum is still wanted.
    /// - Throws: `StorageError` if the file cannot be read, or the checksum is no longer wanted.
    package mutating func add(
        contentsOf path: String,
        pace: (Int) -> Duration = { _ in .zero },
        isAbandoned: () -> Bool = { false }
    ) throws(StorageError) {
        // Without O_NONBLOCK the opening of a named pipe waits until somebody writes to it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw StorageError("Failed to open file \(path) in \"r\" mode", number: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw StorageError("Failed to read file \(path)", number: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StorageError(.invalid, "\(path) is no regular file")
        }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(Self.readSize, max(4096, Int(status.st_size))),
            alignment: 64
        )
        defer { memory.deallocate() }
        while true {
            try Self.check(path, isAbandoned)
            let count = Glibc.read(descriptor, memory.baseAddress, memory.count)
            if count == 0 { return }
            if count > 0 {
                self.add(UnsafeRawBufferPointer(rebasing: memory[..<count]))
                try Self.wait(pace(count), for: path, isAbandoned)
            } else if errno != EINTR {
                throw StorageError("Error while reading \(path)", number: errno)
            }
        }
    }

    /// Waits, and looks ten times a second whether that is still wanted.
    private static func wait(_ time: Duration, for path: String, _ isAbandoned: () -> Bool) throws(StorageError) {
        let end = ContinuousClock.now + time
        while case let rest = end - ContinuousClock.now, rest > .zero {
            try Self.check(path, isAbandoned)
            usleep(UInt32(min(rest, .milliseconds(100)) / .microseconds(1)))
        }
    }

    private static func check(_ path: String, _ isAbandoned: () -> Bool) throws(StorageError) {
        if isAbandoned() { throw StorageError(.abandoned, "Reading \(path) was given up") }
    }
}

extension StoredFile {
    /// Reads a file to its end, on the thread pool.
    ///
    /// Memory: 1 MiB.
    ///
    /// - Parameters:
    ///   - path: The path of a regular file.
    ///   - pace: Gets the number of bytes after each MiB that was read, and says how long to wait then.
    ///   - isAbandoned: Asked after each MiB whether the result is still wanted.
    /// - Throws: `StorageError` if the file cannot be read, or the result is no longer wanted.
    package static func read(
        path: String,
        pace: @escaping @Sendable (Int) -> Duration = { _ in .zero },
        isAbandoned: @escaping @Sendable () -> Bool = { false }
    ) async throws -> StoredFile {
        try await NIOThreadPool.singleton.runIfActive {
            var checksum = try RunningChecksum()
            try checksum.add(contentsOf: path, pace: pace, isAbandoned: isAbandoned)
            return checksum.storedFile
        }
    }
}
