import YAMLText

/// Values of keys that must be there and of one type.
extension YAMLNode {
    func value(of key: String) throws(YAMLError) -> YAMLNode {
        guard self.entries != nil else { throw YAMLError(at: self, "there must be keys here, among them \(key)") }
        guard let value = self[key] else { throw YAMLError(at: self, "the key \(key) is missing here") }
        return value
    }

    func text(of key: String) throws(YAMLError) -> String {
        let value = try self.value(of: key)
        guard let text = value.text else { throw YAMLError(at: value, "\(key) must be a text") }
        return text
    }

    func count(of key: String) throws(YAMLError) -> Int {
        let value = try self.value(of: key)
        guard let count = value.count else { throw YAMLError(at: value, "\(key) must be a number, 0 or more") }
        return count
    }

    func truth(of key: String) throws(YAMLError) -> Bool {
        let value = try self.value(of: key)
        guard let truth = value.truth else { throw YAMLError(at: value, "\(key) must be true or false") }
        return truth
    }

    func nodes(of key: String) throws(YAMLError) -> [YAMLNode] {
        let value = try self.value(of: key)
        guard let nodes = value.nodes else { throw YAMLError(at: value, "\(key) must be a list") }
        return nodes
    }

    func texts(of key: String) throws(YAMLError) -> [String] {
        var texts: [String] = []
        for node in try self.nodes(of: key) {
            guard let text = node.text else { throw YAMLError(at: node, "\(key) must be a list of texts") }
            texts.append(text)
        }
        return texts
    }

    func time(of key: String) throws(YAMLError) -> UTCTime {
        let value = try self.value(of: key)
        guard let time = UTCTime(value.text ?? "") else {
            throw YAMLError(at: value, "\(key) must be a time like 2026-01-31T12:00:00Z")
        }
        return time
    }
}
