/// When which fault comes.
public struct FaultRule: Hashable, Sendable {
    /// Which occurrences of an event are meant.
    public struct Occurrences: Hashable, Sendable {
        /// The first, counted from 1.
        public var first: Int
        /// The last; `nil` for no end.
        public var last: Int?
        /// Every which one, beginning with the first.
        public var step: Int

        /// Creates occurrences, by default all.
        public init(first: Int = 1, last: Int? = nil, step: Int = 1) {
            self.first = first
            self.last = last
            self.step = step
        }

        /// Only one occurrence.
        public static func only(_ number: Int) -> Occurrences { Occurrences(first: number, last: number) }

        /// Whether an occurrence is among these.
        func contains(_ number: Int) -> Bool {
            number >= self.first && number <= self.last ?? Int.max && (number - self.first) % self.step == 0
        }
    }

    /// The node, counted from 1 as in `--nodes`; `nil` for every node.
    public var node: Int?
    /// What is counted.
    public var event: FaultEvent
    /// When the fault comes.
    public var occurrences: Occurrences
    /// What goes wrong.
    public var fault: Fault

    /// Creates a rule. A fault that does not fit its event never comes.
    public init(_ event: FaultEvent, at occurrences: Occurrences = Occurrences(), _ fault: Fault, node: Int? = nil) {
        self.node = node
        self.event = event
        self.occurrences = occurrences
        self.fault = fault
    }
}
