import Synchronization

/// Keeps the routes of a namespace for as long as the cluster itself does not look again: a second.
///
/// Making them costs as much as encoding a thousand records, and every piece of a file asks for them.
final class RouteCache: Sendable {
    private struct Entry {
        var namespace: String
        var routes: PartitionRoutes
        var made: ContinuousClock.Instant
    }

    private let entry = Mutex<Entry?>(nil)

    /// The routes of a namespace if they are fresh.
    func routes(of namespace: String) -> PartitionRoutes? {
        let now = ContinuousClock.now
        return self.entry.withLock { entry in
            guard let entry, entry.namespace == namespace, now - entry.made < .seconds(1) else { return nil }
            return entry.routes
        }
    }

    /// Keeps the routes of a namespace.
    func store(_ routes: PartitionRoutes, of namespace: String) {
        let entry = Entry(namespace: namespace, routes: routes, made: .now)
        self.entry.withLock { $0 = entry }
    }
}
