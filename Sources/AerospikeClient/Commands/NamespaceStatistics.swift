import AerospikeProtocol

/// What a node says of a namespace (`Spec/wire-protocol.md` §3.4).
public struct NamespaceStatistics: Hashable, Sendable {
    /// All values, by name.
    public var values: [String: String]

    /// Reads a value of `namespace/<name>`.
    init(_ value: String) {
        self.values = [:]
        for (key, value) in InfoValue.pairs(value, separator: ";") where self.values[key] == nil {
            self.values[key] = value
        }
    }

    /// The value of a name as a number; `nil` if it is absent or no number.
    public func number(_ name: String) -> Int? { self.values[name].flatMap { Int($0) } }

    /// The records on the node, replicas included; `nil` if the server does not say.
    public var objects: Int? { self.number("objects") }

    /// The copies of each record there are at present; 0 is possible; `nil` if the server does not say.
    public var effectiveReplicationFactor: Int? { self.number("effective_replication_factor") }
}
