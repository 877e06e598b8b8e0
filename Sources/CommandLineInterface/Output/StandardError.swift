import Glibc
import Synchronization

/// The two streams that tools print to, without buffers.
package enum StandardError {
    /// The live line that a terminal shows; empty if there is none.
    private static let shown = Mutex("")
    /// When the last wait is over, in milliseconds of the clock that counts up; 0 as long as there is no hurry.
    private static let end = Atomic(0)

    /// Prints whole lines on standard error, above the live line. What cannot be printed there has nowhere else to go.
    package static func write(_ text: String) {
        Self.shown.withLock { Self.print(LiveLine.inserting(text, above: $0)) }
    }

    /// Waits no longer than 0.3 s from now on, for all lines together, for a pipe or a terminal that takes nothing: what it does not
    /// take is not printed. For a tool that has to end.
    package static func hurry() {
        _ = Self.end.compareExchange(expected: 0, desired: Self.now + 300, ordering: .relaxed)
    }

    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    private static var timeLeft: Int32? {
        let end = Self.end.load(ordering: .relaxed)
        return end == 0 ? nil : Int32(clamping: max(0, end - Self.now))
    }

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
        let output = PatientOutput(descriptor: STDERR_FILENO) { Self.timeLeft }
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
