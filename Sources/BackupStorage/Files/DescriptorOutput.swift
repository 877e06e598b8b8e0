import FileAccess
import Glibc
import NIOConcurrencyHelpers
import NIOPosix
import Synchronization

/// An output that is a file descriptor: a file or standard output.
///
/// System calls that may block run on the thread pool, one for each large piece. Several writers may share an output:
/// each piece is written whole before the next. Encryption depends on where a piece comes to lie, so it is done here,
/// 128 KiB at a time on the way to the device.
package final class DescriptorOutput: OutputFile {
    /// The path, as messages name it.
    package let path: String
    /// The most bytes of one system call. Larger ones make the kernel cache the file in larger pieces of memory, which
    /// cost more to come by: 383 MB took 0.75 s of system time with 1 MiB a call, 0.24 s with 64 KiB, 0.46 s with 4 KiB.
    private static let callSize = 64 << 10

    /// The most bytes of a large file that it holds in memory.
    package static let copySize = AlignedBlocks.memorySize

    /// How many first bytes of a storage to leave unused, so that those behind can go to a large file without a copy.
    ///
    /// - Parameters:
    ///   - storage: Memory for a piece of the file; what was computed holds until it grows.
    ///   - offset: Where the piece will stand in the file.
    package static func lead(of storage: [UInt8], at offset: Int) -> Int { DirectAccess.lead(of: storage, at: offset) }

    /// The most bytes that are left unused.
    package static let mostLead = DirectAccess.unit - 1

    private let closes: Bool
    /// Whether standard output is a socket.
    private let isSocket: Bool
    private let cipher: CounterCipher?
    /// What is behind the path. The lock is held while a piece is written.
    private let target: Mutex<Target>

    private struct Target: ~Copyable {
        /// The descriptor; -1 when it is closed.
        var descriptor: Int32
        /// The checksum of the bytes as they are stored, if it is wanted.
        var checksum: RunningChecksum?
        /// The bytes of whole pieces, without those in front of encrypted text.
        var offset: UInt64 = 0
        /// The bytes of the piece being written that the descriptor took so far.
        var partial = 0
        /// Whether a part of a piece stands at the end and cannot be taken back.
        var isBroken = false
        /// Whether a pipe took nothing more and was given up. It has the whole pieces, and `excess` bytes behind them.
        var isStuck = false
        var excess = 0
        /// The first bytes, if they are kept.
        var start: [UInt8] = []
        /// The way past the page cache, where there is one.
        var blocks: AlignedBlocks?
    }

    /// Whether the user wants an end, so that a pipe that takes nothing is not waited for any longer.
    private let isAbandoned = Atomic(false)
    /// How long a pipe is waited for behind that, in milliseconds, before each write.
    private static let patience: Int32 = 300

    /// How many of the first bytes are kept of encrypted standard output, which cannot be read again.
    private static let startSize = 64

    /// Creates an output behind what was written before.
    ///
    /// - Parameters:
    ///   - path: The path, as messages name it.
    ///   - descriptor: The descriptor; it stands behind what was written before.
    ///   - closes: Whether it is closed at the end.
    ///   - cipher: Encrypts what is written.
    ///   - length: The bytes written before, those in front of encrypted text included.
    ///   - start: The first of them, if they are kept.
    ///   - checksum: Gets the bytes as they are stored.
    ///   - isLarge: Whether it is an empty file of which so much will be written that it had better not go through the page
    ///     cache.
    init(
        path: String,
        descriptor: Int32,
        closes: Bool,
        cipher: CounterCipher?,
        length: UInt64 = 0,
        start: [UInt8] = [],
        checksum: consuming sending RunningChecksum? = nil,
        isLarge: Bool = false
    ) {
        self.path = path
        self.closes = closes
        self.isSocket = !closes && Self.isKind(S_IFSOCK, descriptor)
        self.cipher = cipher
        let head = cipher == nil ? 0 : UInt64(CounterCipher.headSize)
        self.target = Mutex(
            Target(
                descriptor: descriptor,
                checksum: checksum,
                offset: length - min(length, head),
                start: start,
                blocks: isLarge ? AlignedBlocks(of: descriptor) : nil
            )
        )
    }

    deinit {
        guard self.closes else { return }
        self.target.withLock { target in
            guard target.descriptor >= 0 else { return }
            _ = self.cut(&target)
            close(target.descriptor)
        }
    }

    /// The bytes of whole pieces, as they are stored.
    package var length: UInt64 { self.target.withLock { self.length(of: $0) } }

    private func length(of target: borrowing Target) -> UInt64 {
        let head = self.cipher == nil ? 0 : UInt64(CounterCipher.headSize)
        return target.offset == 0 ? 0 : target.offset + head
    }

    /// Whether nothing but whole pieces was written. A part of one is taken back from files, which pipes cannot do.
    package var isWhole: Bool { self.target.withLock { !$0.isBroken } }

    /// The bytes of a piece that a pipe took before it was given up; they stand behind the whole pieces.
    package var excess: Int { self.target.withLock { $0.excess } }

    /// The first bytes of standard output, if it is encrypted.
    package var start: [UInt8] { self.target.withLock { $0.start } }

    /// Writes a range of `storage`.
    ///
    /// - Throws: `StorageError`, a full disk and a closed pipe included.
    package func write(_ storage: [UInt8], _ range: Range<Int>) async throws {
        // Given back before the caller goes on: who then writes to memory that the pool still holds would copy it.
        let lent = NIOLockedValueBox(storage)
        try await withTaskCancellationHandler {
            try await NIOThreadPool.singleton.runIfActive {
                try self.writeBlocking(lent.withLockedValue { exchange(&$0, with: []) }, range)
            }
        } onCancel: {
            self.abandon()
        }
    }

    /// Notes that the user wants an end: a pipe that nobody reads is not waited for any longer.
    package func abandon() { self.isAbandoned.store(true, ordering: .relaxed) }

    /// Writes as `write` does, but on the thread of the caller.
    ///
    /// - Throws: `StorageError`, a full disk and a closed pipe included.
    package func writeBlocking(_ storage: [UInt8], _ range: Range<Int>) throws {
        guard !range.isEmpty else { return }
        try storage.withUnsafeBytes { bytes in
            let bytes = UnsafeRawBufferPointer(rebasing: bytes[range])
            try self.target.withLock { target in
                guard !target.isBroken, !target.isStuck else {
                    throw StorageError(.damaged, "\(self.path) takes nothing more since a write to it failed")
                }
                target.partial = 0
                do {
                    try self.append(bytes, to: &target)
                    try self.writeBlocks(of: &target)
                    target.offset += UInt64(range.count)
                } catch {
                    self.takeBack(&target, after: error)
                    throw error
                }
            }
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer, to target: inout Target) throws {
        guard let cipher else { return try self.writeAll(bytes, to: &target) }
        if target.offset == 0 {
            try cipher.head().withUnsafeBytes { try self.writeAll($0, to: &target) }
        }
        try cipher.forEachPart(of: bytes, at: target.offset) { part, _ in
            try self.writeAll(part, to: &target)
        }
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer, to target: inout Target) throws(StorageError) {
        var offset = 0
        if !self.closes, self.cipher != nil, target.start.count < Self.startSize {
            target.start += bytes.prefix(Self.startSize - target.start.count)
        }
        if target.blocks?.write(with: bytes) == true { return self.count(bytes, in: &target) }
        while target.blocks != nil, offset < bytes.count {
            let size = target.blocks?.append(UnsafeRawBufferPointer(rebasing: bytes[offset...])) ?? 0
            self.count(UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + size)]), in: &target)
            offset += size
            if target.blocks?.isFull == true { try self.writeBlocks(of: &target) }
        }
        try self.put(UnsafeRawBufferPointer(rebasing: bytes[offset...]), to: &target)
    }

    /// Notes bytes of a piece that are on their way. They are still in the processor's cache.
    private func count(_ bytes: UnsafeRawBufferPointer, in target: inout Target) {
        target.checksum?.add(bytes)
        target.partial += bytes.count
    }

    /// Writes what was collected; in the ordinary way if the other fails, which then works or says why not.
    private func writeBlocks(of target: inout Target) throws(StorageError) {
        guard target.blocks?.write() == false, let (bytes, offset) = target.blocks?.unwritten else { return }
        guard lseek(target.descriptor, off_t(offset), SEEK_SET) == offset else {
            throw StorageError("Error while writing \(self.path)", number: errno)
        }
        try self.put(bytes, to: &target, isCounted: true)
        // Behind them may be zeros that the other way wrote.
        guard ftruncate(target.descriptor, off_t(offset + bytes.count)) == 0 else {
            throw StorageError("Error while writing \(self.path)", number: errno)
        }
        target.blocks = nil
    }

    /// Writes bytes in the ordinary way.
    ///
    /// - Parameter isCounted: Whether they were counted before.
    private func put(
        _ bytes: UnsafeRawBufferPointer,
        to target: inout Target,
        isCounted: Bool = false
    ) throws(StorageError) {
        var offset = 0
        while offset < bytes.count {
            let size = min(bytes.count - offset, Self.callSize)
            let written = self.write(bytes.baseAddress.map { $0 + offset }, size, to: target.descriptor)
            if written < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    try self.waitUntilWritable(target.descriptor)
                    continue
                }
                throw StorageError("Error while writing \(self.path)", number: errno)
            }
            if !isCounted {
                self.count(UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + written)]), in: &target)
            }
            offset += written
        }
    }

    /// Writes what a descriptor takes. A socket is told in each call not to wait: others who have it rely on calls that do.
    private func write(_ bytes: UnsafeRawPointer?, _ size: Int, to descriptor: Int32) -> Int {
        guard self.isSocket else { return Glibc.write(descriptor, bytes, size) }
        return send(descriptor, bytes, size, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
    }

    /// Cuts the part of a piece off that was written before a failure: what stays ends with a whole piece.
    private func takeBack(_ target: inout Target, after error: any Error) {
        if target.offset == 0 { target.start = [] }
        if (error as? StorageError)?.code == .abandoned {
            target.isStuck = true
            target.excess = target.partial
            return
        }
        // It counts bytes that are about to go.
        target.checksum = nil
        if target.blocks != nil {
            // Whole pieces are in the file, the last bytes of them with zeros behind.
            target.blocks = nil
            let whole = off_t(self.length(of: target))
            target.isBroken =
                ftruncate(target.descriptor, whole) != 0 || lseek(target.descriptor, whole, SEEK_SET) != whole
            return
        }
        var status = stat()
        guard fstat(target.descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            target.isBroken = true
            return
        }
        let end = lseek(target.descriptor, 0, SEEK_CUR)
        let whole = end - off_t(target.partial)
        // Standard output may be a file into which somebody else wrote further on.
        guard end == status.st_size, ftruncate(target.descriptor, whole) == 0,
            lseek(target.descriptor, whole, SEEK_SET) == whole
        else {
            target.isBroken = true
            return
        }
    }

    /// Takes whole pieces at the end of a regular file back. If the operating system refuses, nothing more can be written.
    ///
    /// - Parameter length: A length that the file had between two pieces; nothing happens if it is not longer.
    package func shorten(to length: UInt64) {
        self.target.withLock { target in
            guard target.descriptor >= 0, length < self.length(of: target) else { return }
            // They know bytes that are about to go.
            target.checksum = nil
            target.blocks = nil
            target.offset = self.cipher == nil ? length : length - min(length, UInt64(CounterCipher.headSize))
            let end = off_t(length)
            target.isBroken = ftruncate(target.descriptor, end) != 0 || lseek(target.descriptor, end, SEEK_SET) != end
        }
    }

    /// Waits for a descriptor that takes nothing at the moment: pipes, sockets, and terminals shared with other programs.
    ///
    /// - Throws: `StorageError`, of code `abandoned` if the user wants an end and nobody reads.
    private func waitUntilWritable(_ descriptor: Int32) throws(StorageError) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            let isAbandoned = self.isAbandoned.load(ordering: .relaxed)
            let result = poll(&request, 1, Self.patience)
            if result > 0 { return }
            guard result == 0 || errno == EINTR else {
                throw StorageError("Error while writing \(self.path)", number: errno)
            }
            if isAbandoned { throw StorageError(.abandoned, "\(self.path) takes nothing more; nobody reads it") }
        }
    }

    /// Brings a file's bytes to the device; the file stays open.
    ///
    /// - Throws: `StorageError` if the device refuses; `CancellationError`.
    package func synchronise() async throws {
        try await NIOThreadPool.singleton.runIfActive { try self.check(self.target.withLock { self.synchronise(&$0) }) }
    }

    private func check(_ synchronised: Int32) throws(StorageError) {
        guard synchronised != 0 else { return }
        throw StorageError("Error while flushing backup file \(self.path)", number: synchronised)
    }

    /// Brings a file's bytes to the device and closes it; standard output stays open.
    ///
    /// - Returns: What was stored; `nil` if no checksum was wanted.
    /// - Throws: `StorageError` if the device refuses.
    @discardableResult
    package func finish() async throws -> StoredFile? {
        try await NIOThreadPool.singleton.runIfActive { try self.finishBlocking() }
    }

    /// Removes the zeros that the way past the page cache leaves behind the last bytes.
    private func cut(_ target: inout Target) -> Bool {
        guard target.blocks != nil else { return true }
        target.blocks = nil
        return ftruncate(target.descriptor, off_t(self.length(of: target))) == 0
    }

    /// Brings everything to the device.
    ///
    /// - Returns: The error's number; 0 for none.
    private func synchronise(_ target: inout Target) -> Int32 {
        guard self.cut(&target) else { return errno }
        guard fsync(target.descriptor) != 0 else { return 0 }
        let number = errno
        return Self.isKind(S_IFREG, target.descriptor) || !Self.means(nothingToBring: number) ? number : 0
    }

    /// Whether fsync(2) says with a number that nothing has to be brought anywhere, which is so for pipes and devices. Of a
    /// regular file the same number is a failure: a file system that became read-only answers EROFS.
    private static func means(nothingToBring number: Int32) -> Bool { number == EINVAL || number == EROFS }

    /// Whether a descriptor is of a kind, such as `S_IFREG`.
    private static func isKind(_ kind: mode_t, _ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == kind
    }

    /// Another descriptor of the same open file, which stays open behind this one; `nil` if it is no regular file.
    ///
    /// - Throws: `StorageError` if the operating system has none left.
    func duplicate() throws(StorageError) -> Int32? {
        let (isFile, descriptor, number) = self.target.withLock { target in
            let isFile = Self.isKind(S_IFREG, target.descriptor)
            return (isFile, isFile ? fcntl(target.descriptor, F_DUPFD_CLOEXEC, 0) : -1, errno)
        }
        guard isFile else { return nil }
        guard descriptor >= 0 else { throw StorageError("Failed to open file \(self.path) once more", number: number) }
        return descriptor
    }

    /// Finishes as `finish` does, but on the thread of the caller.
    ///
    /// - Returns: What was stored; `nil` if no checksum was wanted.
    /// - Throws: `StorageError` if the device refuses.
    @discardableResult
    package func finishBlocking() throws -> StoredFile? {
        let (synchronised, closed, stored) = self.target.withLock { target -> (Int32, Int32, StoredFile?) in
            let synchronised = self.synchronise(&target)
            guard self.closes else { return (synchronised, 0, target.checksum?.storedFile) }
            let closed = close(target.descriptor) == 0 ? 0 : errno
            target.descriptor = -1
            return (synchronised, closed, target.checksum?.storedFile)
        }
        try self.check(synchronised)
        if closed != 0 { throw StorageError("Error while closing backup file \(self.path)", number: closed) }
        return stored
    }
}
