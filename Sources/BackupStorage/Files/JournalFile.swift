import Glibc
import Synchronization

/// A small file that grows by lines while a job runs, each of which is in the system's hands before the call returns:
/// what was appended outlives a tool that is killed.
///
/// As long as it is open nobody else may open it so (flock(2)). File systems without locks let everybody through.
///
/// Lines are short and go to the system's cache, so they are written on the calling thread.
package final class JournalFile: Sendable {
    /// The path, as messages name it.
    package let path: String
    private let state: Mutex<State>

    private struct State {
        /// The descriptor; -1 when it is closed.
        var descriptor: Int32
        /// The bytes of whole appends.
        var length: off_t = 0
        /// Whether a part of an append stands at the end and cannot be taken back.
        var isBroken = false
        /// Keeps others away.
        var lock: DestinationLock?
    }

    private init(path: String, _ state: State) {
        self.path = path
        self.state = Mutex(state)
    }

    deinit {
        self.state.withLock { state in
            if state.descriptor >= 0 { close(state.descriptor) }
        }
    }

    /// Creates a file that must not exist yet. It and its name are on the device then.
    ///
    /// - Throws: `StorageError`, of code `occupied` if it exists.
    package static func create(path: String, _ bytes: [UInt8]) throws(StorageError) -> JournalFile {
        try Self.create(path: path, bytes) { (file) throws(StorageError) in try file.synchroniseWithName() }
    }

    /// Creates a file that must not exist yet, which is better than none wherever the device refuses it.
    ///
    /// - Throws: `StorageError`, of code `occupied` if it exists.
    package static func keep(path: String, _ bytes: [UInt8]) throws(StorageError) -> JournalFile {
        try Self.create(path: path, bytes) { file in try? file.synchroniseWithName() }
    }

    private func synchroniseWithName() throws(StorageError) {
        try self.synchronise()
        try BackupDirectory(holding: self.path).synchronise()
    }

    /// - Parameter synchronise: Brings the file and its name to the device.
    static func create(
        path: String,
        _ bytes: [UInt8],
        synchronise: (JournalFile) throws(StorageError) -> Void
    ) throws(StorageError) -> JournalFile {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            guard errno != EEXIST else { throw StorageError(.occupied, "File \(path) exists already") }
            throw StorageError("Error while creating \(path)", number: errno)
        }
        let file = JournalFile(path: path, State(descriptor: descriptor))
        do throws(StorageError) {
            try file.keepOthersAway(named: path)
            try file.append(bytes)
            try synchronise(file)
        } catch {
            // It would be in the way of another try.
            try? file.remove()
            throw error
        }
        return file
    }

    /// Opens a file that an earlier run left, and reads it. It is not for writing: `replace` puts a new one in its place.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - limit: The most bytes that the file may have.
    /// - Throws: `StorageError`, of code `occupied` if somebody else has it.
    package static func open(
        path: String,
        limit: Int
    ) throws(StorageError) -> (file: JournalFile, bytes: [UInt8]) {
        var descriptor: Int32 = -1
        // Over a network an exclusive lock wants a descriptor for writing. Without O_NONBLOCK a named pipe would be waited for.
        for mode in [O_RDWR, O_RDONLY] where descriptor < 0 {
            descriptor = Glibc.open(path, mode | O_NONBLOCK | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw StorageError("Failed to open file \(path)", number: errno) }
        let file = JournalFile(path: path, State(descriptor: descriptor))
        var (own, found) = (stat(), stat())
        guard fstat(descriptor, &own) == 0, own.st_mode & S_IFMT == S_IFREG else {
            throw StorageError(.invalid, "\(path) is no regular file")
        }
        try file.keepOthersAway(named: path)
        // Since it was opened another one may have been put in its place, or it was removed.
        guard stat(path, &found) == 0, Self.isSame(own, found) else { throw Self.isUsed(path) }
        return (file, try SmallFile.read(descriptor, path: path, limit: limit))
    }

    /// Puts a new file in the place of one that exists, at once: whoever looks sees the old one or the new one, whole.
    ///
    /// Until then it has a name that was free (`.new` behind the path, and a number if that is taken).
    ///
    /// - Throws: `StorageError`; the old file is there then, or the new one.
    package static func replace(path: String, _ bytes: [UInt8]) throws(StorageError) -> JournalFile {
        let (descriptor, new) = FreshFile.open(beside: path, suffix: ".new", mode: 0o666)
        guard descriptor >= 0 else { throw StorageError("Error while creating \(new)", number: errno) }
        let file = JournalFile(path: new, State(descriptor: descriptor))
        do throws(StorageError) {
            // Before anybody can find it.
            try file.keepOthersAway(named: path)
            // Behind a part of a line that was taken back the next one must not leave a hole.
            guard fcntl(descriptor, F_SETFL, O_APPEND) == 0 else {
                throw StorageError("Error while creating \(new)", number: errno)
            }
            try file.append(bytes)
            try file.synchronise()
            guard rename(new, path) == 0 else { throw StorageError("Error while replacing \(path)", number: errno) }
        } catch {
            unlink(new)
            throw error
        }
        try BackupDirectory(holding: path).synchronise()
        return JournalFile(path: path, file.takeState())
    }

    /// Locks the file. The lock is that of the descriptor: there are file systems that let no other one write then.
    ///
    /// - Parameter path: What messages name.
    private func keepOthersAway(named path: String) throws(StorageError) {
        do throws(StorageError) {
            try self.state.withLock { (state) throws(StorageError) in
                let output = DescriptorOutput(path: path, descriptor: state.descriptor, closes: false, cipher: nil)
                state.lock = try DestinationLock(of: output)
            }
        } catch {
            throw error.code == .occupied ? Self.isUsed(path) : error
        }
    }

    private static func isUsed(_ path: String) -> StorageError {
        StorageError(.occupied, "Another restore is using journal \(path)")
    }

    private static func isSame(_ one: stat, _ other: stat) -> Bool {
        one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }

    private func takeState() -> State {
        self.state.withLock { state in
            defer { state = State(descriptor: -1) }
            return state
        }
    }

    /// Appends bytes: all of them or, if that fails, none. Half a line would become one with the next.
    ///
    /// - Throws: `StorageError`, a full disk included.
    package func append(_ bytes: [UInt8]) throws(StorageError) {
        try self.state.withLock { (state) throws(StorageError) in
            guard !state.isBroken else {
                throw StorageError(.damaged, "\(self.path) takes nothing more since a write to it failed")
            }
            do throws(StorageError) {
                try self.write(bytes, to: state.descriptor)
                state.length += off_t(bytes.count)
            } catch {
                state.isBroken = ftruncate(state.descriptor, state.length) != 0
                throw error
            }
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(StorageError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw StorageError("Error while writing \(self.path)", number: errno)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Brings everything to the device.
    ///
    /// - Throws: `StorageError` if the device refuses.
    package func synchronise() throws(StorageError) {
        let number = self.state.withLock { fsync($0.descriptor) == 0 ? 0 : errno }
        guard number == 0 || number == EINVAL else {
            throw StorageError("Error while flushing \(self.path)", number: number)
        }
    }

    /// Removes the file, which is not needed any longer. What somebody has put in its place stays.
    ///
    /// - Throws: `StorageError` if the operating system refuses.
    package func remove() throws(StorageError) {
        var (own, found) = (stat(), stat())
        let isOpen = self.state.withLock { fstat($0.descriptor, &own) == 0 }
        if isOpen, lstat(self.path, &found) == 0, !Self.isSame(own, found) { return }
        guard unlink(self.path) == 0 || errno == ENOENT else {
            throw StorageError("Error while removing \(self.path)", number: errno)
        }
    }
}
