/// Values of keys that must be there and of one type; what is not so is told with line and column.
extension YAMLNode {
    /// Refuses keys that nobody knows.
    ///
    /// - Parameter names: The keys that are known.
    /// - Throws: `YAMLError` if the node is no mapping, or has another key.
    public func check(keys names: Set<String>) throws(YAMLError) {
        guard let entries = self.entries else { throw YAMLError(at: self, Self.noMapping(names)) }
        for entry in entries where !names.contains(entry.name) {
            let known = names.sorted().joined(separator: ", ")
            throw YAMLError(at: entry.key, "unknown key \"\(entry.name)\"; known are: \(known)")
        }
    }

    /// The value of a key.
    ///
    /// - Throws: `YAMLError` if the node is no mapping, or has no such key.
    public func value(of key: String) throws(YAMLError) -> YAMLNode {
        guard self.entries != nil else { throw YAMLError(at: self, Self.noMapping([key])) }
        guard let value = self[key] else { throw YAMLError(at: self, "the key \(key) is missing here") }
        return value
    }

    /// The text of a key.
    ///
    /// - Throws: `YAMLError` if it is missing, or something else.
    public func text(of key: String) throws(YAMLError) -> String {
        let value = try self.value(of: key)
        guard let text = value.text else { throw YAMLError(at: value, "\(key) must be a text") }
        return text
    }

    /// The number of a key, 0 or more.
    ///
    /// - Throws: `YAMLError` if it is missing, or something else.
    public func count(of key: String) throws(YAMLError) -> Int {
        let value = try self.value(of: key)
        guard let count = value.count else { throw YAMLError(at: value, "\(key) must be a number, 0 or more") }
        return count
    }

    /// The truth of a key.
    ///
    /// - Throws: `YAMLError` if it is missing, or something else.
    public func truth(of key: String) throws(YAMLError) -> Bool {
        let value = try self.value(of: key)
        guard let truth = value.truth else { throw YAMLError(at: value, "\(key) must be true or false") }
        return truth
    }

    /// The nodes of the list of a key.
    ///
    /// - Throws: `YAMLError` if it is missing, or something else.
    public func nodes(of key: String) throws(YAMLError) -> [YAMLNode] {
        let value = try self.value(of: key)
        guard let nodes = value.nodes else { throw YAMLError(at: value, "\(key) must be a list") }
        return nodes
    }

    /// The texts of the list of a key.
    ///
    /// - Throws: `YAMLError` if it is missing, or something else.
    public func texts(of key: String) throws(YAMLError) -> [String] {
        var texts: [String] = []
        for node in try self.nodes(of: key) {
            guard let text = node.text else { throw YAMLError(at: node, "\(key) must be a list of texts") }
            texts.append(text)
        }
        return texts
    }

    private static func noMapping(_ keys: Set<String>) -> String {
        "there must be keys here, among them \(keys.sorted().joined(separator: ", "))"
    }
}
