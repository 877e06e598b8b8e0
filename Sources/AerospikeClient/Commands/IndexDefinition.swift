import AerospikeProtocol

/// The definition of a secondary index (`Spec/wire-protocol.md` §3.5).
public struct IndexDefinition: Hashable, Sendable {
    /// The namespace's name.
    public var namespace: String
    /// The set's name; empty for the whole namespace.
    public var set: String
    /// The index's name.
    public var name: String
    /// The bin's name; empty if the index is on an expression or on a set.
    public var bin: String
    /// The type of the values: `numeric`, `string`, `blob` or `geo2dsphere`, whatever synonym a server lists.
    public var type: String
    /// What of the bin is indexed as the server names it: `default`, `list`, `mapkeys`, `mapvalues` or `set`.
    public var kind: String
    /// The path into the bin's value in base64; empty for none.
    public var context: String
    /// The packed expression in base64; empty for none.
    public var expression: String
    /// The state as the server names it: `RW` when readable, `WO` while it is built.
    public var state: String

    /// Creates a definition.
    public init(
        namespace: String,
        set: String = "",
        name: String,
        bin: String,
        type: String,
        kind: String = "default",
        context: String = "",
        expression: String = ""
    ) {
        self.namespace = namespace
        self.set = set
        self.name = name
        self.bin = bin
        self.type = type
        self.kind = kind
        self.context = context
        self.expression = expression
        self.state = ""
    }
}
