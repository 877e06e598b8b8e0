/// A value of a YAML document and where it stands.
///
/// Manifests, states and configuration files are small, so they are read and written as trees.
public struct YAMLNode: Sendable, Hashable {
    /// What a node is.
    public enum Content: Sendable, Hashable {
        /// A text. Only plain scalars (without quotes) may be read as a number, a truth or nothing.
        case scalar(String, isPlain: Bool)
        /// Nodes one after the other.
        case sequence([YAMLNode])
        /// Keys with their values, in the order of the document; no key stands twice.
        case mapping([YAMLEntry])
    }

    /// What the node is.
    public var content: Content
    /// The line, from 1; 0 for nodes that were not read.
    public var line: Int
    /// The column, from 1; 0 for nodes that were not read.
    public var column: Int

    /// Creates a node.
    public init(_ content: Content, line: Int = 0, column: Int = 0) {
        self.content = content
        self.line = line
        self.column = column
    }

    /// Creates a text, which is quoted when it is written if it could be taken for something else.
    public init(text: String) { self.init(.scalar(text, isPlain: false)) }

    /// Creates a number.
    public init(_ value: some FixedWidthInteger) { self.init(.scalar(String(value), isPlain: true)) }

    /// Creates a truth.
    public init(_ value: Bool) { self.init(.scalar(value ? "true" : "false", isPlain: true)) }

    /// Creates a sequence.
    public init(_ nodes: [YAMLNode]) { self.init(.sequence(nodes)) }

    /// Creates a mapping. Keys must differ.
    public init(_ entries: KeyValuePairs<String, YAMLNode>) {
        self.init(.mapping(entries.map { YAMLEntry(key: YAMLNode(text: $0.key), value: $0.value) }))
    }
}

/// A key of a mapping and its value.
public struct YAMLEntry: Sendable, Hashable {
    /// The key, a scalar.
    public var key: YAMLNode
    /// The value.
    public var value: YAMLNode

    /// Creates an entry.
    public init(key: YAMLNode, value: YAMLNode) {
        self.key = key
        self.value = value
    }

    /// The text of the key.
    public var name: String { self.key.text ?? "" }
}
