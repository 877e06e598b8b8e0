/// What was seen of a cluster in the course of a backup. A pure value: observations are told to it.
///
/// Keys are never used twice, so that the same key at both ends of a backup proves that no node came or went between.
package struct ClusterHistory: Hashable, Sendable {
    /// The number of nodes that the user asked for; `nil` if none.
    package let expectedSize: Int?
    /// What the run that is continued saw; `nil` if none is, or if it did not say.
    package let earlier: BackupManifest.Cluster?
    /// The cluster before the first record was asked for.
    package private(set) var first: ClusterObservation?
    /// The cluster as it was seen last.
    package private(set) var last: ClusterObservation?
    /// Everything doubtful that was seen, each once.
    package private(set) var findings: [ClusterFinding] = []

    /// Creates a history without observations.
    ///
    /// - Parameters:
    ///   - expectedSize: The number of nodes that the user asked for; `nil` if none.
    ///   - earlier: What the run that is continued saw.
    package init(expectedSize: Int? = nil, earlier: BackupManifest.Cluster? = nil) {
        self.expectedSize = expectedSize
        self.earlier = earlier
    }

    /// Whether the cluster was another one at any moment.
    package var hasChanged: Bool { self.findings.contains { $0.kind == .changed } }

    /// Takes note of an observation.
    ///
    /// - Parameter isSettled: Whether a node that is listed had the time to be asked. One that has just joined is listed before; if it
    ///   stays away the next look tells. `nil`: it had unless the cluster has another key than before.
    /// - Returns: What is doubtful and was not told before.
    package mutating func note(_ observation: ClusterObservation, isSettled: Bool? = nil) -> [ClusterFinding] {
        var found = observation.findings(expectedSize: self.expectedSize)
        if let last, let change = observation.change(since: last) { found.append(change) }
        let isSettled = isSettled ?? (self.last.map { $0.keys == observation.keys } ?? true)
        if !isSettled { found.removeAll { $0.kind == .unreached } }
        let told = Set(self.findings.map(\.kind))
        // Changes are told each time, anything else once, however its numbers move.
        var new = found.filter { $0.kind == .changed || !told.contains($0.kind) }
        if self.first == nil, let earlier { new += earlier.findings(at: observation) }
        self.findings += new
        self.first = self.first ?? observation
        self.last = observation
        return new
    }

    /// Whether an observation lacks a node that was not told yet, so that another one may tell more.
    func isUnsure(of observation: ClusterObservation) -> Bool {
        !self.findings.contains { $0.kind == .unreached }
            && observation.findings(expectedSize: self.expectedSize).contains { $0.kind == .unreached }
    }

    /// Why the backup may not go on, or may not succeed; `nil` if it may.
    ///
    /// - Parameter forbidsChange: Whether the user wants the cluster to stay the same.
    package func failure(forbidsChange: Bool) -> JobError? {
        if let finding = self.findings.first(where: { $0.kind == .tooSmall }) {
            return JobError(.clusterChanged, "The backup may lack records (--cluster-size): \(finding.message)")
        }
        guard forbidsChange, let finding = self.findings.first(where: { $0.kind == .changed }) else { return nil }
        return JobError(.clusterChanged, "The backup may lack records (--no-cluster-change): \(finding.message)")
    }
}
