import Glibc
import Synchronization

/// The two streams that tools print to, without buffers.
package enum StandardError {
    /// The live line that a terminal shows; empty if there is none.
    private static let shown = Mutex("")
    private static let isHurried = Atomic(false)

    /// Prints whole lines on standard error, above the live line. What cannot be printed there has nowhere else to go.
    package static func write(_ text: String) {
        Self.shown.withLock { Self.print(LiveLine.inserting(text, above: $0)) }
    }

    /// Waits no longer than 0.3 s from now on for a pipe or a terminal that takes nothing: what it does not take is not
    /// printed. For a tool that has to end.
    package static func hurry() { Self.isHurried.store(true, ordering: .relaxed) }

    /// Shows a live line instead of the last; an empty one only takes that away.
    package static func show(_ line: String) {
        Self.shown.withLock { shown in
            Self.print(LiveLine.replacing(shown, with: line))
            shown = line
        }
    }

    /// Prints text on standard output: help, version, or what options ask for.
    package static func writeToOutput(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

    private static func print(_ text: String) {
        let output = PatientOutput(descriptor: STDERR_FILENO) { Self.isHurried.load(ordering: .relaxed) }
        output.write(text)
    }

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
