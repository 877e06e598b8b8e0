import AerospikeProtocol

extension InfoResponder {
    private static let tooManyIndexes = ResultCode(rawValue: 206)

    /// Secondary indexes (`Spec/wire-protocol.md` §3.5). They are ready at once.
    func indexes(_ command: InfoCommand) throws(InfoError) -> String? {
        switch command.name {
        case "sindex-create": return try self.createIndex(command)
        case "sindex-delete": return try self.deleteIndex(command)
        case "sindex-list": return try self.listIndexes(command)
        case "sindex-exists":
            let (namespace, name) = try self.indexPlace(command)
            return String(self.state.indexes.definition(named: name, in: namespace.name) != nil)
        case "sindex-stat":
            let (namespace, name) = try self.indexPlace(command)
            return try self.indexStatistics(name, in: namespace)
        case "sindex": return try self.indexesByPath(command)
        default: return nil
        }
    }

    private func createIndex(_ command: InfoCommand) throws(InfoError) -> String {
        let definition = try IndexDefinition(command)
        guard let namespace = self.state.namespace(named: definition.namespace) else { return "ok" }
        do throws(IndexCatalog.Refusal) {
            try self.state.indexes.create(definition)
        } catch {
            switch error {
            case .nameTaken:
                throw InfoError(.indexFound, "'indexname' already exists with different definition")
            case .tooMany:
                throw InfoError(Self.tooManyIndexes, "sindex max limit reached")
            }
        }
        if let set = definition.subject.set { _ = namespace.sets.number(creating: Array(set.utf8)) }
        return "ok"
    }

    private func deleteIndex(_ command: InfoCommand) throws(InfoError) -> String {
        guard let namespace = command.namespace else { throw InfoError(.namespaceNotFound, "missing 'namespace'") }
        guard let name = command["indexname"] else { throw InfoError(.parameter, "missing 'indexname'") }
        self.state.indexes.delete(named: name, in: namespace)
        return "ok"
    }

    private func listIndexes(_ command: InfoCommand) throws(InfoError) -> String {
        if let name = command.namespace, self.state.namespace(named: name) == nil {
            throw InfoError.namespaceNotFound
        }
        let definitions = self.state.indexes.definitions(in: command.namespace)
        let base64 = command["b64"] == "true"
        return definitions.map { $0.entry(base64: base64) }.joined(separator: ";")
    }

    private func indexPlace(_ command: InfoCommand) throws(InfoError) -> (LocalNamespace, String) {
        guard let name = command.namespace else { throw InfoError(.namespaceNotFound, "missing 'namespace'") }
        guard let namespace = self.state.namespace(named: name) else { throw InfoError.namespaceNotFound }
        guard let index = command["indexname"] else { throw InfoError(.parameter, "missing 'indexname'") }
        return (namespace, index)
    }

    private func indexesByPath(_ command: InfoCommand) throws(InfoError) -> String {
        guard let name = command.path.first ?? command.namespace else { return try self.listIndexes(command) }
        guard let namespace = self.state.namespace(named: name) else { return "ns_type=unknown" }
        if let index = command.path.dropFirst().first { return try self.indexStatistics(index, in: namespace) }
        return self.state.indexes.definitions(in: name).map { $0.entry(base64: false) }.joined(separator: ";")
    }

    /// Figures of an index. Nothing is kept for them: the entries are counted now.
    private func indexStatistics(_ name: String, in namespace: LocalNamespace) throws(InfoError) -> String {
        guard let definition = self.state.indexes.definition(named: name, in: namespace.name) else {
            throw InfoError(.indexNotFound, "no index")
        }
        let entries = IndexCount(definition).entries(in: namespace, at: self.state.clock.moment)
        let perRecord = entries > 0 ? 1 : 0
        var load = 100
        if case .load(let percent) = self.state.faults?.fault(on: [.index]) { load = percent }
        return Self.joined([
            ("entries", String(entries)), ("used_bytes", "16777216"), ("entries_per_bval", String(perRecord)),
            ("entries_per_rec", String(perRecord)), ("load_pct", String(load)), ("load_time", "0"),
            ("stat_gc_recs", "0"),
        ])
    }
}
