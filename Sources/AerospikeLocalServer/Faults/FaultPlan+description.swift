import AerospikeProtocol

extension FaultPlan: CustomStringConvertible {
    /// The text form, which `init(parsing:)` reads.
    public var description: String {
        let clocks = self.clockSkew.sorted { ($0.key ?? 0) < ($1.key ?? 0) }
            .map { "\($0.key.map { "\($0)/" } ?? "")clock=skew:\($0.value)" }
        return (self.rules.map(\.description) + clocks).joined(separator: "; ")
    }
}

extension FaultRule: CustomStringConvertible {
    /// The text form.
    public var description: String {
        "\(self.node.map { "\($0)/" } ?? "")\(self.event.rawValue)\(self.occurrences)=\(self.fault)"
    }
}

extension FaultRule.Occurrences: CustomStringConvertible {
    /// The text form; empty for all.
    public var description: String {
        guard self != FaultRule.Occurrences() else { return "" }
        let last = self.last.map { $0 == self.first ? "" : "-\($0)" } ?? "-"
        return "#\(self.first)\(last)\(self.step == 1 ? "" : "%\(self.step)")"
    }
}

extension Fault: CustomStringConvertible {
    /// The text form.
    public var description: String {
        switch self {
        case .end(let ending): ending.rawValue
        case .cut(let place, let ending): "cut:\(ending.rawValue)@\(place)"
        case .delay(let delay, let place): "delay:\(delay)@\(place)"
        case .garble(let place, let mask): "garble:\(mask)@\(place)"
        case .length(let size, let message): "length:\(size)@\(message)"
        case .type(let type, let message): "type:\(type)@\(message)"
        case .result(let code, let records): "result:\(code.rawValue)\(records.map { "@\($0)" } ?? "")"
        case .applied(let code): "applied:\(code.rawValue)"
        case .freeze(let delay): "freeze:\(delay)"
        case .load(let percent): "load:\(percent)"
        }
    }
}

extension FaultDelay: CustomStringConvertible {
    /// The text form.
    public var description: String {
        switch self {
        case .milliseconds(let number): "\(number)"
        case .untilReleased: "held"
        }
    }
}
