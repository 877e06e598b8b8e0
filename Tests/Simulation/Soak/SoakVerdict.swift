/// What a soak shows, decided from what was counted and measured.
struct SoakVerdict: Equatable, Sendable {
    /// The memory that the process held at some moment.
    struct MemorySample: Equatable, Sendable {
        /// The time since the beginning, in seconds.
        let second: Int
        /// The resident memory, in bytes.
        let bytes: Int
    }

    /// What is wrong, a line each; empty if all is well.
    let complaints: [String]

    /// The cycles after whose ends everything is there that stays.
    static let firstCycles = 3
    /// The part of the time in which memory is not looked at: 1 / 10.
    static let warmUp = 10
    /// By how much the second half's most memory may exceed the first half's: a tenth of it, and 16 MiB.
    static let allowedPart = 10
    static let allowedBytes = 16 << 20

    /// Judges.
    ///
    /// - Parameters:
    ///   - findings: The number of cycles that ended as they must not.
    ///   - descriptors: The open descriptors behind each cycle, when the tools are gone.
    ///   - memory: The memory, in the order of time.
    init(findings: Int, descriptors: [Int], memory: [MemorySample]) {
        self.complaints = [
            findings > 0 ? "\(findings) cycle(s) ended as they must not" : nil,
            Self.complaint(descriptors: descriptors), Self.complaint(memory: memory),
        ].compactMap { $0 }
    }

    private static func complaint(descriptors: [Int]) -> String? {
        let later = descriptors.dropFirst(Self.firstCycles)
        guard let first = descriptors.prefix(Self.firstCycles).max(), let most = later.max(), most > first else {
            return nil
        }
        let cycle = (later.firstIndex { $0 > first } ?? 0) + 1
        return "descriptors grow: \(first) after the first cycles, up to \(most) later, first after cycle \(cycle)"
    }

    private static func complaint(memory: [MemorySample]) -> String? {
        guard let end = memory.last?.second else { return nil }
        let warm = memory.filter { $0.second >= end / Self.warmUp }
        let first = warm.filter { $0.second < end / 2 }.map(\.bytes).max()
        let second = warm.filter { $0.second >= end / 2 }.map(\.bytes).max()
        guard let first, let second, second > first + first / Self.allowedPart + Self.allowedBytes else { return nil }
        return
            "memory grows: at most \(first >> 20) MiB in the first half of the time, \(second >> 20) MiB in the second"
    }
}
