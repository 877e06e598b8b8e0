import CommandLineInterface
import Synchronization

/// Counts what threads have done, says so, and slows them down to a rate.
final class ProgressMeter: Sendable {
    private struct State {
        var lines: ProgressLines
        var lastLive = 0.0
        var pace: Pace?
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now
    private let isTerminal: Bool
    private let say: @Sendable (String) -> Void

    /// Creates a meter.
    ///
    /// - Parameters:
    ///   - total: The bytes to be done.
    ///   - rate: The bytes a second that are not to be exceeded; `nil` for as fast as can be.
    ///   - say: Prints the lines of the original.
    init(total: UInt64, rate: UInt64?, say: @escaping @Sendable (String) -> Void) {
        self.state = Mutex(State(lines: ProgressLines(total: total), pace: rate.map { Pace(bytesPerSecond: $0) }))
        self.isTerminal = Terminal.isThere
        self.say = say
    }

    /// Seconds since the meter was made.
    var seconds: Double {
        let elapsed = (ContinuousClock.now - self.start).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    /// Counts bytes that were done; waits if they were done too fast.
    ///
    /// - Parameters:
    ///   - bytes: The bytes of the segment.
    ///   - moved: How many of them had to be read or written.
    func advance(_ bytes: Int, moved: Int) {
        let seconds = self.seconds
        let wait = self.state.withLock { state -> Double in
            if let line = state.lines.advance(bytes, seconds: seconds) { self.say(line) }
            if self.isTerminal, seconds - state.lastLive > 0.2 {
                state.lastLive = seconds
                StandardError.show(LiveLine.text(state.lines.parts(seconds: seconds), width: Terminal.width))
            }
            return state.pace?.take(moved, at: seconds) ?? 0
        }
        if wait > 0 { Pause.seconds(wait) }
    }

    /// Takes the live line away and says how long it took, if the last line did not.
    func end() {
        if self.isTerminal { StandardError.show("") }
        let isComplete = self.state.withLock { $0.lines.done >= $0.lines.total }
        if !isComplete { self.say("Total I/O time was \(ElapsedTime.text(self.seconds)).") }
    }
}
