/// The definition of a secondary index as it stands in a backup (`Spec/asb-format.md` §4.1).
package struct SecondaryIndexDefinition: Hashable, Sendable {
    /// What of a bin's value is indexed.
    package enum Kind: UInt8, Sendable {
        /// The value: `N`.
        case value = 0x4E
        /// The elements of a list: `L`.
        case list = 0x4C
        /// The keys of a map: `K`.
        case mapKeys = 0x4B
        /// The values of a map: `V`.
        case mapValues = 0x56
    }

    /// The type of what is indexed.
    package enum DataType: UInt8, Sendable {
        /// Integers: `N`.
        case numeric = 0x4E
        /// Strings: `S`.
        case string = 0x53
        /// Points and regions: `G`.
        case geo = 0x47
        /// Bytes: `B`.
        case blob = 0x42
    }

    /// The namespace.
    package var namespace: String
    /// The set as it stands in the file; empty for records of all sets and none. See `coversAllSets`.
    package var set: String
    /// The index's name.
    package var name: String
    /// What of the bin's value is indexed.
    package var kind: Kind
    /// The bin; `null` or empty for an index on an expression.
    package var bin: String
    /// The type of what is indexed.
    package var dataType: DataType
    /// The context inside a list or map, base64; empty for none.
    package var context: String
    /// The expression that is indexed, base64; `nil` for an index on a bin.
    package var expression: String?

    /// Whether the index is for records of all sets and none.
    ///
    /// The original writes the set `null` for none, which is what servers of today call it (`Spec/semantics.md` §A3); a
    /// real set of that name is the rarer reading.
    package var coversAllSets: Bool { self.set.isEmpty || self.set.lowercased() == "null" }

    /// Creates a definition.
    package init(
        namespace: String,
        set: String = "",
        name: String,
        kind: Kind = .value,
        bin: String,
        dataType: DataType,
        context: String = "",
        expression: String? = nil
    ) {
        self.namespace = namespace
        self.set = set
        self.name = name
        self.kind = kind
        self.bin = bin
        self.dataType = dataType
        self.context = context
        self.expression = expression
    }
}
