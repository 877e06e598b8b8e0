extension YAMLNode {
    /// The text of a scalar, whatever it looks like; `nil` for others.
    public var text: String? {
        guard case .scalar(let text, _) = self.content else { return nil }
        return text
    }

    /// The number that a plain scalar is, in decimal; `nil` for others and for numbers of more than 64 bits.
    public var integer: Int64? {
        guard case .scalar(let text, isPlain: true) = self.content else { return nil }
        return Int64(text)
    }

    /// The number that a plain scalar is, in decimal, if it is not negative; `nil` for others.
    public var count: Int? {
        guard let integer = self.integer, integer >= 0 else { return nil }
        return Int(integer)
    }

    /// The truth that a plain scalar is: `true` or `false`; `nil` for others.
    public var truth: Bool? {
        switch self.content {
        case .scalar("true", isPlain: true): true
        case .scalar("false", isPlain: true): false
        default: nil
        }
    }

    /// Whether the node says that there is no value: nothing, `~` or `null`.
    public var isNull: Bool {
        switch self.content {
        case .scalar("", isPlain: true), .scalar("~", isPlain: true), .scalar("null", isPlain: true): true
        default: false
        }
    }

    /// The nodes of a sequence; `nil` for others.
    public var nodes: [YAMLNode]? {
        guard case .sequence(let nodes) = self.content else { return nil }
        return nodes
    }

    /// The entries of a mapping; `nil` for others.
    public var entries: [YAMLEntry]? {
        guard case .mapping(let entries) = self.content else { return nil }
        return entries
    }

    /// The value of a key of a mapping; `nil` if there is none, or for others.
    public subscript(_ name: String) -> YAMLNode? { self.entries?.first { $0.name == name }?.value }
}
