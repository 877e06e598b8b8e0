import Glibc

/// Writes to a descriptor that may take nothing for a long time, and stops waiting when it is told to hurry.
///
/// A write(2) to a full pipe would wait whatever happens, so the descriptor is asked first whether it takes something.
struct PatientOutput {
    /// How long it is waited at a time, in milliseconds.
    private static let wait: Int32 = 300
    /// A pipe that takes anything takes so much at once (`PIPE_BUF`).
    private static let pieceSize = 4096

    let descriptor: Int32
    /// How long it may be waited for at most, in milliseconds; `nil` as long as there is no hurry.
    let timeLeft: () -> Int32?

    /// Writes a text; what cannot be written, or in a hurry is not taken, has nowhere else to go.
    ///
    /// - Returns: Whether it was taken whole.
    @discardableResult
    func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while !rest.isEmpty, self.waits() {
                let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.pieceSize))
                let written = Glibc.write(self.descriptor, piece.baseAddress, piece.count)
                // A descriptor that does not wait may be full again, for others write to it too.
                guard written > 0 || errno == EAGAIN || errno == EINTR else { return false }
                rest = rest.dropFirst(max(0, written))
            }
            return rest.isEmpty
        }
    }

    /// Waits until the descriptor takes something.
    ///
    /// - Returns: Whether it does; `false` if there is no time any more.
    private func waits() -> Bool {
        while true {
            let time = self.timeLeft()
            var request = pollfd(descriptor: self.descriptor)
            // Errors count as an answer too: the write tells which.
            if poll(&request, 1, min(time ?? Self.wait, Self.wait)) > 0 { return true }
            guard time == nil else { return false }
        }
    }
}

extension pollfd {
    fileprivate init(descriptor: Int32) { self.init(fd: descriptor, events: Int16(POLLOUT), revents: 0) }
}
