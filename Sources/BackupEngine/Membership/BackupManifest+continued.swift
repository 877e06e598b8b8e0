extension BackupManifest.Cluster {
    private static let prefix = "in the run that was continued: "

    /// What makes a continuation doubtful, whose files hold what an earlier run read: what that run was told, and whatever
    /// became of the cluster between its last look and now. A node that was cut off meanwhile answered without an error
    /// (`Spec/wire-protocol.md` §21.2).
    ///
    /// - Parameter observation: The first look of the continuation.
    func findings(at observation: ClusterObservation) -> [ClusterFinding] {
        let told = self.warnings.map { warning in
            ClusterFinding(.earlier, warning.hasPrefix(Self.prefix) ? warning : Self.prefix + warning)
        }
        let now = View(observation)
        // Of a last look that nobody answered the earlier warnings tell.
        guard !self.end.keys.isEmpty else { return told }
        guard now.nodes != self.end.nodes || now.keys != self.end.keys else { return told }
        let message =
            "the cluster is not as the run that is continued saw it last: \(self.end.summary); now \(now.summary)"
        return told + [ClusterFinding(.changedBetween, message)]
    }
}

extension BackupManifest.Cluster.View {
    /// The cluster in a few words.
    fileprivate var summary: String {
        let keys = self.keys.isEmpty ? "unknown" : self.keys.joined(separator: " and ")
        return "\(self.nodes.count) node(s) (\(self.nodes.joined(separator: ", "))), cluster key \(keys)"
    }
}
