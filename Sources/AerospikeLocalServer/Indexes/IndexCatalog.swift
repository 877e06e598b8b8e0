import Synchronization

/// The secondary indexes of all namespaces, in the order of their creation. Queries do not use them: they are definitions.
final class IndexCatalog: Sendable {
    /// Why a definition was not taken in.
    enum Refusal: Error, Sendable {
        /// An index with this name is defined otherwise.
        case nameTaken
        /// The namespace has as many as it may have.
        case tooMany
    }

    private static let maximumPerNamespace = 256
    private let state = Mutex<[IndexDefinition]>([])

    /// The indexes of a namespace, or of all.
    func definitions(in namespace: String? = nil) -> [IndexDefinition] {
        self.state.withLock { $0.filter { namespace == nil || $0.namespace == namespace } }
    }

    /// The index with a name; `nil` if there is none.
    func definition(named name: String, in namespace: String) -> IndexDefinition? {
        self.definitions(in: namespace).first { $0.name == name }
    }

    /// Takes in a definition. The same subject under another name renames the index.
    func create(_ definition: IndexDefinition) throws(Refusal) {
        let result: Result<Void, Refusal> = self.state.withLock { definitions in
            let mine = definitions.indices.filter { definitions[$0].namespace == definition.namespace }
            if let named = mine.first(where: { definitions[$0].name == definition.name }) {
                return definitions[named].subject == definition.subject ? .success(()) : .failure(.nameTaken)
            }
            if let same = mine.first(where: { definitions[$0].subject == definition.subject }) {
                definitions[same].name = definition.name
                return .success(())
            }
            guard mine.count < Self.maximumPerNamespace else { return .failure(.tooMany) }
            definitions.append(definition)
            return .success(())
        }
        try result.get()
    }

    /// Removes an index if it is there.
    func delete(named name: String, in namespace: String) {
        self.state.withLock { $0.removeAll { $0.namespace == namespace && $0.name == name } }
    }
}
