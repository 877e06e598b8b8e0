/// The peers that could not join, and how many looks each of them is left alone.
///
/// One that is refused at once, as a server that is starting, costs nothing and is asked in each look. One that makes everybody wait
/// is asked after a pause of 1, 2, 4, 4, ... looks.
struct RefusedPeers: Sendable {
    private struct Refusal {
        /// The looks that are left out after the last attempt.
        var pause: Int
        /// The looks until the next attempt.
        var remaining: Int
    }

    private static let longestPause = 4

    private var refusals: [String: Refusal] = [:]

    /// A look begins.
    mutating func beginLook() {
        for id in self.refusals.keys { self.refusals[id]?.remaining -= 1 }
    }

    /// Whether a peer may be asked in this look.
    func mayBeAsked(_ id: String) -> Bool { self.refusals[id].map { $0.remaining <= 0 } ?? true }

    /// A peer could not join in this look.
    ///
    /// - Returns: Whether this is new.
    mutating func refused(_ id: String, isLate: Bool) -> Bool {
        let previous = self.refusals[id]
        let pause = isLate ? min(max(1, 2 * (previous?.pause ?? 0)), Self.longestPause) : 0
        self.refusals[id] = Refusal(pause: pause, remaining: pause + 1)
        return previous == nil
    }

    /// Forgets all peers but those that are still listed and not members.
    mutating func keep(_ listed: Set<String>) {
        self.refusals = self.refusals.filter { listed.contains($0.key) }
    }
}
