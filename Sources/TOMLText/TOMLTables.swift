import YAMLText

/// The tables of a document while it is read, and the rules about which may be added to.
struct TOMLTables {
    /// How a table came to be, which decides what may still be added to it.
    private enum Origin {
        /// By a longer head: `[a.b]` makes `a`, which may have a head of its own later.
        case implicit
        /// By a head of its own.
        case head
        /// By a key with dots.
        case dots
    }

    private enum Value {
        case node(YAMLNode)
        case table(Int)
        case elements([Int])
    }

    private struct Table {
        var origin: Origin
        var place: YAMLNode
        var keys: [YAMLNode] = []
        var values: [Value] = []
        var indices: [String: Int] = [:]

        func index(of key: YAMLNode) -> Int? { self.indices[key.text ?? ""] }

        mutating func append(_ key: YAMLNode, _ value: Value) {
            self.indices[key.text ?? ""] = self.keys.count
            self.keys.append(key)
            self.values.append(value)
        }
    }

    private var all = [Table(origin: .head, place: YAMLNode(.mapping([]), line: 1, column: 1))]
    private var current = 0
    /// The levels down to the table that entries now go to.
    private(set) var depth = 0

    /// Begins the table of a head `[path]`.
    ///
    /// - Throws: `TOMLError` if the table is there already, or too deep.
    mutating func open(_ path: [YAMLNode]) throws(TOMLError) {
        let (parent, key, lists) = try self.parent(path)
        try self.descend(to: path.count + lists, key)
        guard let index = self.all[parent].index(of: key) else {
            self.current = self.add(key, to: parent, .head)
            return
        }
        guard case .table(let table) = self.all[parent].values[index], self.all[table].origin == .implicit else {
            throw self.again(key, self.all[parent].keys[index])
        }
        self.all[table].origin = .head
        self.current = table
    }

    /// Begins another element of an array of tables, `[[path]]`.
    ///
    /// - Throws: `TOMLError` if the key is something else already, or the table too deep.
    mutating func openElement(_ path: [YAMLNode]) throws(TOMLError) {
        let (parent, key, lists) = try self.parent(path)
        try self.descend(to: path.count + lists + 1, key)
        self.current = self.all.count
        self.all.append(Table(origin: .head, place: key))
        guard let index = self.all[parent].index(of: key) else {
            self.all[parent].append(key, .elements([self.current]))
            return
        }
        guard case .elements(var elements) = self.all[parent].values[index] else {
            throw self.again(key, self.all[parent].keys[index])
        }
        // Taken out first, so that the list is not copied.
        self.all[parent].values[index] = .elements([])
        elements.append(self.current)
        self.all[parent].values[index] = .elements(elements)
    }

    /// Sets a key, with or without dots, of the table begun last.
    ///
    /// - Throws: `TOMLError` if the key is there already.
    mutating func set(_ path: [YAMLNode], to value: YAMLNode) throws(TOMLError) {
        var table = self.current
        for key in path.dropLast() {
            guard let index = self.all[table].index(of: key) else {
                table = self.add(key, to: table, .dots)
                continue
            }
            guard case .table(let next) = self.all[table].values[index], self.all[next].origin == .dots else {
                throw self.again(key, self.all[table].keys[index])
            }
            table = next
        }
        let key = path[path.count - 1]
        if let index = self.all[table].index(of: key) { throw self.again(key, self.all[table].keys[index]) }
        self.all[table].append(key, .node(value))
    }

    private mutating func descend(to depth: Int, _ key: YAMLNode) throws(TOMLError) {
        guard depth < TOMLReader.maximumDepth else {
            throw TOMLError(line: key.line, column: key.column, "more than \(TOMLReader.maximumDepth) levels")
        }
        self.depth = depth
    }

    /// The table that holds the last key of a head, and the arrays of tables on the way, which are a level each; tables that
    /// are missing on the way are made.
    private mutating func parent(
        _ path: [YAMLNode]
    ) throws(TOMLError) -> (table: Int, key: YAMLNode, lists: Int) {
        var (table, lists) = (0, 0)
        for key in path.dropLast() {
            guard let index = self.all[table].index(of: key) else {
                table = self.add(key, to: table, .implicit)
                continue
            }
            switch self.all[table].values[index] {
            case .table(let next): table = next
            case .elements(let elements):
                table = elements[elements.count - 1]
                lists += 1
            case .node: throw self.again(key, self.all[table].keys[index])
            }
        }
        return (table, path[path.count - 1], lists)
    }

    private mutating func add(_ key: YAMLNode, to table: Int, _ origin: Origin) -> Int {
        self.all[table].append(key, .table(self.all.count))
        self.all.append(Table(origin: origin, place: key))
        return self.all.count - 1
    }

    private func again(_ key: YAMLNode, _ first: YAMLNode) -> TOMLError {
        let name = key.text ?? ""
        return TOMLError(
            line: key.line,
            column: key.column,
            "\"\(name)\" stands here again; it is already in line \(first.line)"
        )
    }

    /// The document's tree.
    var root: YAMLNode { self.node(of: 0) }

    private func node(of table: Int) -> YAMLNode {
        let table = self.all[table]
        let entries = zip(table.keys, table.values).map { key, value in
            YAMLEntry(key: key, value: self.node(of: value, key: key))
        }
        return YAMLNode(.mapping(entries), line: table.place.line, column: table.place.column)
    }

    private func node(of value: Value, key: YAMLNode) -> YAMLNode {
        switch value {
        case .node(let node): node
        case .table(let table): self.node(of: table)
        case .elements(let tables):
            YAMLNode(.sequence(tables.map { self.node(of: $0) }), line: key.line, column: key.column)
        }
    }
}
