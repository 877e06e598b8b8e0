import Glibc

/// Standard output and standard error, written line by line and at once.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// Writes a line.
    func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { Glibc.write(self.rawValue, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            offset += written
        }
    }
}
