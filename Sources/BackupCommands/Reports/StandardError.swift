import Glibc

/// The two streams that tools print to, without buffers.
package enum StandardError {
    /// Prints text on standard error. What cannot be printed there has nowhere else to go.
    package static func write(_ text: String) { Self.write(text, to: STDERR_FILENO) }

    /// Prints text on standard output, for help and version.
    package static func writeToOutput(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var offset = 0
            while offset < bytes.count {
                let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
                guard written > 0 else { return }
                offset += written
            }
        }
    }
}
