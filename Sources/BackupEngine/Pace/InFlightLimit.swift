/// How many batches may be in flight: grows while the servers answer as fast as before, and shrinks when they are
/// overloaded. A pure value: what happened is told to it.
struct InFlightLimit: Hashable, Sendable {
    /// What an answer tells of the servers.
    enum Answer: Sendable {
        /// Answered in time, after so many nanoseconds.
        case answered(Int64)
        /// Overloaded, queue full, or not answered in time.
        case overloaded
    }

    private static let start = 16
    private static let lowest = 2
    /// Without a limit of the user's own.
    static let highest = 128

    private let ceiling: Int
    /// Batches that may be in flight now.
    private(set) var limit: Int
    /// The shortest answer of late in nanoseconds, which drifts upwards slowly so that a lucky one is forgotten.
    private var best = Int64.max / 2
    /// Until an answer is late: the limit doubles with each round of answers, so that a short run finds its pace as well.
    private var isStarting = true
    /// Answers since the limit last changed.
    private var answers = 0
    /// Answers since it last shrank for an overload.
    private var answersSinceOverload = Int.max / 2

    /// Creates a limit.
    ///
    /// - Parameter ceiling: The most that may ever be in flight; `nil` if the user set none.
    init(ceiling: Int?) {
        self.ceiling = max(1, ceiling ?? Self.highest)
        self.limit = min(Self.start, self.ceiling)
    }

    /// Takes note of an answer.
    mutating func note(_ answer: Answer) {
        switch answer {
        case .overloaded: self.shrink()
        case .answered(let nanoseconds):
            self.best = min(nanoseconds, self.best + self.best / 256)
            self.answersSinceOverload += 1
            let isFast = nanoseconds / 8 <= self.best
            guard !self.isStarting || !isFast else {
                self.limit = min(self.ceiling, self.limit + 1)
                return
            }
            self.isStarting = false
            self.answers += 1
            guard self.answers >= self.limit else { return }
            self.answers = 0
            if isFast {
                self.limit = min(self.ceiling, self.limit + max(1, self.limit / 8))
            } else {
                self.limit = max(min(Self.start, self.ceiling), self.limit - 1)
            }
        }
    }

    /// Many batches tell of the same overload: it counts once for each half round of answers.
    private mutating func shrink() {
        guard self.answersSinceOverload >= self.limit / 2 else { return }
        self.limit = max(min(Self.lowest, self.ceiling), self.limit / 2)
        self.isStarting = false
        self.answers = 0
        self.answersSinceOverload = 0
    }
}
