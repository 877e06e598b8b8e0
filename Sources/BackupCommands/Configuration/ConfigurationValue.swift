import YAMLText

/// Reads values of configuration files as the values that options have on the command line.
enum ConfigurationValue {
    /// The values of a key: none for a flag that is not set, several for a list.
    ///
    /// - Returns: `nil` if the value is not of that kind.
    static func values(_ node: YAMLNode, _ kind: ConfigurationSchema.Kind) -> [String?]? {
        switch kind {
        case .flag: node.truth.map { $0 ? [nil] : [] }
        case .integer: node.integer.map { [String($0)] }
        case .text: Self.text(node).map { [$0] }
        case .texts: Self.texts(node)
        }
    }

    /// What a kind of value is called.
    static func words(_ kind: ConfigurationSchema.Kind) -> String {
        switch kind {
        case .flag: "true or false"
        case .integer: "an integer"
        case .text: "a text in quotes"
        case .texts: "a text in quotes, or a list of such"
        }
    }

    /// What a value is, in the words of a message, which do not repeat it: it may be a secret.
    static func found(_ node: YAMLNode) -> String {
        switch node.content {
        case .mapping: "a section"
        case .sequence: "a list"
        case .scalar:
            node.isNull
                ? "nothing"
                : node.truth != nil
                    ? "true or false"
                    : Self.text(node) != nil ? "a text" : node.integer != nil ? "an integer" : "a number"
        }
    }

    /// The text of a scalar that is not a number, a truth or nothing.
    static func text(_ node: YAMLNode) -> String? {
        guard case .scalar(let text, let isPlain) = node.content else { return nil }
        guard isPlain else { return text }
        let isNumber = Double(text) != nil && text.contains { ("0"..."9").contains($0) }
        let isOther = node.isNull || node.truth != nil || [".inf", "-.inf", ".nan"].contains(text)
        return isNumber || isOther ? nil : text
    }

    /// Texts of a list stand for one item each; in a text several may stand.
    private static func texts(_ node: YAMLNode) -> [String?]? {
        guard let nodes = node.nodes else { return Self.text(node).map { [$0] } }
        let texts = nodes.compactMap(Self.text)
        guard texts.count == nodes.count else { return nil }
        return texts.map { $0.contains { ",'\"".contains($0) } ? Self.quoted($0) : $0 }
    }

    private static func quoted(_ text: String) -> String {
        let quote = text.contains("\"") ? "'" : "\""
        return quote + text + quote
    }
}
