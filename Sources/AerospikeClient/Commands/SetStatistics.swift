import AerospikeProtocol

/// What a node says of one set (`Spec/wire-protocol.md` §3.4).
public struct SetStatistics: Hashable, Sendable {
    /// The set's name.
    public var set: String
    /// The records of the set on the node, replicas included, from 0 to `NamespaceStatistics.mostObjects`.
    public var objects: Int

    /// Reads the sets of a namespace out of a value of `sets`, in the words of all server versions.
    static func list(_ value: String, namespace: String) -> [SetStatistics] {
        InfoEntries(value, separator: ";").compactMap { entry in
            let fields = InfoValue.pairs(entry, separator: ":")
            func field(_ names: String...) -> String? { fields.first { names.contains($0.key) }?.value }
            guard field("ns", "ns_name") == namespace, let set = field("set", "set_name") else { return nil }
            let objects = field("objects", "n_objects").flatMap { Int($0) } ?? 0
            return SetStatistics(set: set, objects: NamespaceStatistics.clamped(objects))
        }
    }
}
