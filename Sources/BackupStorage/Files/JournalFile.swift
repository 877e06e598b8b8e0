import Glibc
import Synchronization

/// A small file that grows by lines while a job runs, each of which is in the system's hands before the call returns:
/// what was appended outlives a tool that is killed.
///
/// Lines are short and go to the system's cache, so they are written on the calling thread.
package final class JournalFile: Sendable {
    /// The path, as messages name it.
    package let path: String
    /// The descriptor; -1 when it is closed.
    private let descriptor: Mutex<Int32>

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = Mutex(descriptor)
    }

    deinit {
        self.descriptor.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
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
        let file = JournalFile(path: path, descriptor: descriptor)
        try file.append(bytes)
        return file
    }

    /// Puts a new file in the place of one that exists, at once: whoever looks sees the old one or the new one, whole.
    ///
    /// - Throws: `StorageError`; the old file is there then.
    package static func replace(path: String, _ bytes: [UInt8]) throws(StorageError) -> JournalFile {
        let new = path + ".new"
        // What is left of a replacement that was cut off is of no use.
        _ = unlink(new)
        let file = try Self.create(path: new, bytes)
        try file.synchronise()
        guard rename(new, path) == 0 else { throw StorageError("Error while replacing \(path)", number: errno) }
        return JournalFile(path: path, descriptor: file.takeDescriptor())
    }

    private func takeDescriptor() -> Int32 {
        self.descriptor.withLock { descriptor in
            defer { descriptor = -1 }
            return descriptor
        }
    }

    /// Appends bytes.
    ///
    /// - Throws: `StorageError`, a full disk included.
    package func append(_ bytes: [UInt8]) throws(StorageError) {
        try self.descriptor.withLock { (descriptor) throws(StorageError) in
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
    }

    /// Brings everything to the device.
    ///
    /// - Throws: `StorageError` if the device refuses.
    package func synchronise() throws(StorageError) {
        let number = self.descriptor.withLock { fsync($0) == 0 ? 0 : errno }
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
