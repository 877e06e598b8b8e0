import Glibc
import Synchronization

/// Tells which scenarios ran when the process crashed.
enum CrashReport {
    /// The scenarios that run, by slot; all bits set for none. A signal handler may read nothing but such numbers.
    private static let seeds = SeedTable()
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE]

    /// Lets crashes be told.
    ///
    /// - Parameter records: The records of each cycle of a soak; `nil` for scenarios.
    static func install(recordsOfCycle records: Int? = nil) {
        // Made now: a signal handler must not.
        Self.seeds.setRecordsOfCycle(records ?? 0)
        signal(SIGPIPE, SIG_IGN)
        for number in Self.signals {
            signal(number) { number in
                CrashReport.seeds.write()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// Notes that a scenario begins.
    ///
    /// - Returns: Its slot.
    static func begin(_ seed: UInt64) -> Int { Self.seeds.begin(seed) }

    /// Notes that the scenario of a slot has ended.
    static func end(_ slot: Int) { Self.seeds.end(slot) }
}

/// The scenarios that run.
private final class SeedTable: Sendable {
    private let others: [Slot] = (0..<256).map { _ in Slot() }
    /// The records of each cycle of a soak; 0 if scenarios run.
    private let recordsOfCycle = Atomic<Int>(0)

    private final class Slot: Sendable {
        let seed = Atomic<UInt64>(.max)
    }

    func begin(_ seed: UInt64) -> Int {
        for (index, slot) in self.others.enumerated()
        where slot.seed.compareExchange(expected: .max, desired: seed, ordering: .relaxed).exchanged { return index }
        return -1
    }

    func setRecordsOfCycle(_ records: Int) { self.recordsOfCycle.store(records, ordering: .relaxed) }

    func end(_ slot: Int) {
        if slot >= 0 { self.others[slot].seed.store(.max, ordering: .relaxed) }
    }

    func write() {
        for slot in self.others {
            let seed = slot.seed.load(ordering: .relaxed)
            guard seed != .max else { continue }
            let records = self.recordsOfCycle.load(ordering: .relaxed)
            var text =
                records == 0
                ? "crash while scenario \(seed) ran; to repeat: make simulate SEED=\(seed)\n"
                : "crash while cycle \(seed) ran; to repeat: simulation \(SoakRun.words(seed: seed, records: records))\n"
            text.withUTF8 { _ = Glibc.write(2, $0.baseAddress, $0.count) }
        }
    }
}
