extension IndexDefinition {
    /// Checks that commands can carry all parts.
    ///
    /// - Throws: `AerospikeError` with code `badParameter`.
    func checkParameters() throws(AerospikeError) {
        let parts = [
            (self.namespace, "namespace"), (self.set, "set"), (self.name, "index name"), (self.bin, "bin"),
            (self.type, "type"),
            (self.kind, "index type"), (self.context, "context"), (self.expression, "expression"),
        ]
        for (value, what) in parts { try CommandParameter.check(value, what) }
    }

    /// The command that creates the index, in words a server of `build` knows (`Spec/wire-protocol.md` §3.5).
    func createCommand(for build: ServerBuild) -> String {
        let isNew = build >= Self.firstBuildWithNewWords
        var words = ["\(isNew ? "namespace" : "ns")=\(self.namespace)"]
        if !self.set.isEmpty { words.append("set=\(self.set)") }
        words.append("indexname=\(self.name)")
        if self.kind != "default" { words.append("indextype=\(self.kind)") }
        return "sindex-create:" + (words + self.subject(inNewWords: isNew)).joined(separator: ";")
    }

    /// What is indexed: a set, an expression, or a bin with a path into it.
    private func subject(inNewWords isNew: Bool) -> [String] {
        guard self.kind != "set" else { return [] }
        guard self.expression.isEmpty else { return ["exp=\(self.expression)", "type=\(self.type)"] }
        let path = self.context.isEmpty ? [] : ["context=\(self.context)"]
        return path + (isNew ? ["bin=\(self.bin)", "type=\(self.type)"] : ["indexdata=\(self.bin),\(self.type)"])
    }

    /// The command that deletes the index, in words a server of `build` knows.
    func deleteCommand(for build: ServerBuild) -> String {
        let isNew = build >= Self.firstBuildWithNewWords
        let set = self.set.isEmpty ? "" : "set=\(self.set);"
        return "sindex-delete:\(isNew ? "namespace" : "ns")=\(self.namespace);\(set)indexname=\(self.name)"
    }

    /// The first version in which `namespace=`, `bin=` and `type=` are the words to use.
    static let firstBuildWithNewWords = ServerBuild(8, 1)
}
