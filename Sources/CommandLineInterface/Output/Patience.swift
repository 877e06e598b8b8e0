/// How long a tool in a hurry waits for a reader of its lines: 0.3 s in which nothing is taken, for all lines together. Who takes a
/// line whole is there, and is waited for as long again, so that a slow reader misses nothing.
///
/// A pure value; times are in milliseconds of a clock that counts up.
struct Patience {
    private static let most = 300

    /// What is left of the wait.
    private var left = Self.most
    /// When the line began that is being written.
    private var start = 0

    /// Notes that a line begins.
    mutating func begin(at now: Int) { self.start = now }

    /// How long the line may still wait.
    ///
    /// - Parameter hurry: When the hurry began.
    func timeLeft(at now: Int, hurry: Int) -> Int { max(0, max(self.start, hurry) + self.left - now) }

    /// Notes that a line ended in a hurry.
    ///
    /// - Parameter isWhole: Whether it was taken whole.
    mutating func end(at now: Int, hurry: Int, isWhole: Bool) {
        self.left = isWhole ? Self.most : self.timeLeft(at: now, hurry: hurry)
    }
}
