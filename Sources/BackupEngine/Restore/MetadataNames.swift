/// The indexes and modules that a cluster has now, or that a backup holds, by name: all that is needed to wait for them, and
/// to tell of them.
struct MetadataNames: Hashable, Sendable {
    /// Where an index is.
    struct Index: Hashable, Sendable {
        /// The namespace.
        var namespace: String
        /// The index's name.
        var name: String
    }

    /// The indexes.
    var indexes: [Index] = []
    /// The modules.
    var modules: [String] = []
}
