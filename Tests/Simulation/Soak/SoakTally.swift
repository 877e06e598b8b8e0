import Synchronization

/// What a soak has done so far.
final class SoakTally: Sendable {
    /// The sums.
    struct Sums: Sendable {
        var cycles = 0
        /// The cycles that ended as they must not.
        var findings = 0
        /// The records that were backed up and restored.
        var records = 0
        var faults = 0
        /// The attempts that failed and were gone on with or repeated.
        var repetitions = 0
        /// The open descriptors behind each cycle.
        var descriptors: [Int] = []
        /// The memory in each second.
        var memory: [SoakVerdict.MemorySample] = []
    }

    private let sums = Mutex(Sums())

    /// The sums as of now.
    var now: Sums { self.sums.withLock { $0 } }

    /// Adds records of a cycle that ended well.
    func add(records: Int) { self.sums.withLock { $0.records += records } }

    /// Adds faults that came.
    func add(faults: Int) { self.sums.withLock { $0.faults += faults } }

    /// Adds an attempt that failed.
    func addRepetition() { self.sums.withLock { $0.repetitions += 1 } }

    /// Adds a cycle that ended as it must not.
    func addFinding() { self.sums.withLock { $0.findings += 1 } }

    /// Adds a cycle that is over, and the descriptors that are open now.
    func addCycle(descriptors: Int) {
        self.sums.withLock { sums in
            sums.cycles += 1
            sums.descriptors.append(descriptors)
        }
    }

    /// Adds what memory was held in a second.
    func add(_ sample: SoakVerdict.MemorySample) { self.sums.withLock { $0.memory.append(sample) } }
}
