extension BackupManifest.Cluster {
    /// Creates what a manifest says of the cluster; `nil` if nobody looked at it.
    init?(_ history: ClusterHistory) {
        guard let first = history.first, let last = history.last else { return nil }
        self.init(
            start: history.earlier?.start ?? View(first),
            end: View(last),
            warnings: history.findings.map(\.message)
        )
    }
}

extension BackupManifest.Cluster.View {
    /// Takes over what was seen of a cluster at one look.
    init(_ observation: ClusterObservation) {
        self.init(
            nodes: observation.nodes,
            keys: observation.keys.sorted(),
            migrations: observation.migrations
        )
    }
}
