import YAMLText

/// The entries of a mapping whose keys are known.
struct YAMLFields {
    private let node: YAMLNode

    /// Takes a mapping.
    ///
    /// - Throws: `YAMLError` if it is none, or has another key.
    init(_ node: YAMLNode, names: Set<String>) throws(YAMLError) {
        guard let entries = node.entries else { throw YAMLError(at: node, "expected a mapping") }
        for entry in entries where !names.contains(entry.name) {
            let known = names.sorted().joined(separator: ", ")
            throw YAMLError(at: entry.key, "unknown key \"\(entry.name)\"; known are: \(known)")
        }
        self.node = node
    }

    /// The value of a key.
    subscript(name: String) -> YAMLNode {
        get throws(YAMLError) {
            guard let value = self.node[name] else { throw YAMLError(at: self.node, "the key \"\(name)\" is missing") }
            return value
        }
    }

    /// The text of a key.
    func text(_ name: String) throws(YAMLError) -> String {
        let value = try self[name]
        guard let text = value.text else { throw YAMLError(at: value, "\(name) must be a text") }
        return text
    }

    /// The number of a key, at least 0.
    func count(_ name: String) throws(YAMLError) -> Int {
        let value = try self[name]
        guard let count = value.count else { throw YAMLError(at: value, "\(name) must be a number, at least 0") }
        return count
    }

    /// The truth of a key.
    func truth(_ name: String) throws(YAMLError) -> Bool {
        let value = try self[name]
        guard let truth = value.truth else { throw YAMLError(at: value, "\(name) must be true or false") }
        return truth
    }

    /// The sequence of a key.
    func nodes(_ name: String) throws(YAMLError) -> [YAMLNode] {
        let value = try self[name]
        guard let nodes = value.nodes else { throw YAMLError(at: value, "\(name) must be a sequence") }
        return nodes
    }
}
