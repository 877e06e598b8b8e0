import Glibc
import Synchronization

/// A small file that grows by lines while a job runs, each of which is in the system's hands before the call returns:
/// what was appended outlives a tool that is killed.
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

    /// Creates a file that must not exist yet.
    ///
    /// - Throws: `StorageError`, of code `occupied` if it exists.
    package static func create(path: String, _ bytes: [UInt8]) throws(StorageError) -> JournalFile {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            guard errno != EEXIST else { throw StorageError(.occupied, "File \(path) exists already") }
            throw StorageError("Error while creating \(path)", number: errno)
        }
        let file = JournalFile(path: path, State(descriptor: descriptor))
        do throws(StorageError) {
            try file.append(bytes)
        } catch {
            // It would be in the way of another try.
            unlink(path)
            throw error
        }
        return file
    }

    /// Puts a new file in the place of one that exists, at once: whoever looks sees the old one or the new one, whole.
    ///
    /// Until then it has a name that was free (`.new` behind the path, and a number if that is taken).
    ///
    /// - Throws: `StorageError`; the old file is there then.
    package static func replace(path: String, _ bytes: [UInt8]) throws(StorageError) -> JournalFile {
        let (descriptor, new) = FreshFile.open(beside: path, suffix: ".new", mode: 0o666)
        guard descriptor >= 0 else { throw StorageError("Error while creating \(new)", number: errno) }
        let file = JournalFile(path: new, State(descriptor: descriptor))
        do throws(StorageError) {
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
        return JournalFile(path: path, file.takeState())
    }

    private func takeState() -> State {
        self.state.withLock { state in
            defer { state.descriptor = -1 }
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

    /// Removes the file, which is not needed any longer.
    ///
    /// - Throws: `StorageError` if the operating system refuses.
    package func remove() throws(StorageError) {
        guard unlink(self.path) == 0 else { throw StorageError("Error while removing \(self.path)", number: errno) }
    }
}
