/// Counts what happens on a node and says when something goes wrong.
struct FaultScript: Sendable {
    private let rules: [FaultRule]
    private var counts: [FaultEvent: Int] = [:]
    /// The faults that came, in their order, up to a limit.
    private(set) var fired: [FiredFault] = []

    /// The most faults remembered.
    private static let rememberedFaults = 10_000

    /// Creates a script that follows rules, and looks at no node in them.
    init(_ rules: [FaultRule]) { self.rules = rules.filter { $0.fault.fits($0.event) } }

    /// The events that any rule is about.
    var events: Set<FaultEvent> { Set(self.rules.map(\.event)) }

    /// Notes that events happened, all with the same cause, and says which fault comes with them.
    mutating func fault(on events: [FaultEvent]) -> Fault? {
        for event in events { self.counts[event, default: 0] += 1 }
        for rule in self.rules where events.contains(rule.event) {
            let number = self.counts[rule.event, default: 0]
            guard rule.occurrences.contains(number) else { continue }
            if self.fired.count < Self.rememberedFaults {
                self.fired.append(FiredFault(event: rule.event, number: number, fault: rule.fault))
            }
            return rule.fault
        }
        return nil
    }
}
