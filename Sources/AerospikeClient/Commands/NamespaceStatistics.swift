import AerospikeProtocol

/// What a node says of a namespace (`Spec/wire-protocol.md` §3.4).
public struct NamespaceStatistics: Hashable, Sendable {
    /// More records than any cluster has. What a server tells beyond it is taken for this, so that sums and sizes that are
    /// reckoned with it never overflow (`Spec/reliability.md` §4).
    public static let mostObjects = 1 << 50

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

    /// The records on the node, replicas included, from 0 to `mostObjects`; `nil` if the server does not say.
    public var objects: Int? { self.number("objects").map(Self.clamped) }

    /// A number of records that a server tells, as far as it can be true.
    static func clamped(_ objects: Int) -> Int { min(max(objects, 0), Self.mostObjects) }

    /// The copies of each record there are at present; 0 is possible; `nil` if the server does not say.
    public var effectiveReplicationFactor: Int? { self.number("effective_replication_factor") }
}
