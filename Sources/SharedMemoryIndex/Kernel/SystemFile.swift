import Glibc

/// Files of `/proc`, whose length nobody knows before they are read.
enum SystemFile {
    /// Reads a file whole.
    ///
    /// - Throws: `SharedMemoryError` if it cannot be read.
    static func read(_ path: String) throws(SharedMemoryError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("Could not open '\(path)'") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw .system("Could not read '\(path)'") }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }
}
