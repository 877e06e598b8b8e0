import Glibc
import Synchronization

/// The two streams that tools print to, without buffers.
package enum StandardError {
    private struct State {
        /// The live line that a terminal shows; empty if there is none.
        var shown = ""
        var patience = Patience()

        /// Prints a text.
        mutating func print(_ text: String) {
            // What has nobody to take it would count as taken.
            guard !text.isEmpty else { return }
            self.patience.begin(at: StandardError.now)
            let patience = self.patience
            let output = PatientOutput(descriptor: STDERR_FILENO) {
                StandardError.hurrySince.map { Int32(clamping: patience.timeLeft(at: StandardError.now, hurry: $0)) }
            }
            let isWhole = output.write(text)
            guard let hurry = StandardError.hurrySince else { return }
            self.patience.end(at: StandardError.now, hurry: hurry, isWhole: isWhole)
        }
    }

    private static let state = Mutex(State())
    /// When the hurry began, in milliseconds of the clock that counts up; 0 as long as there is none.
    private static let hurried = Atomic(0)

    /// Prints whole lines on standard error, above the live line. What cannot be printed there has nowhere else to go.
    package static func write(_ text: String) {
        Self.state.withLock { $0.print(LiveLine.inserting(text, above: $0.shown)) }
    }

    /// Waits from now on no longer than `Patience` for a pipe or a terminal that takes nothing: what it does not take is not printed.
    /// For a tool that has to end.
    package static func hurry() {
        _ = Self.hurried.compareExchange(expected: 0, desired: Self.now, ordering: .relaxed)
    }

    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    private static var hurrySince: Int? {
        let time = Self.hurried.load(ordering: .relaxed)
        return time == 0 ? nil : time
    }

    /// Shows a live line instead of the last; an empty one only takes that away.
    package static func show(_ line: String) {
        Self.state.withLock { state in
            state.print(LiveLine.replacing(state.shown, with: line))
            state.shown = line
        }
    }

    /// Prints text on standard output: help, version, or what options ask for.
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
