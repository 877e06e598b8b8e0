/// The segments of one namespace of one instance, complete (`Spec/asmt.md` §5, §7).
struct SegmentSet: Hashable, Sendable {
    /// The namespace's name.
    var namespace: String
    /// The instance.
    var instance: Int
    /// The number of the namespace: that of the base, or of the data if there is nothing else.
    var namespaceIdentifier: Int
    /// The segments by key.
    var segments: [Segment]

    /// The base; `nil` if only data have survived.
    var base: Segment? { self.segments.first { $0.key.kind == .base } }
    /// The bytes of all segments.
    var size: UInt64 { self.segments.reduce(0) { $0 + $1.size } }
    /// What messages call the set.
    var title: String { "instance \(self.instance), namespace '\(self.namespace)' (nsid \(self.namespaceIdentifier))" }

    /// Finds the set of a namespace.
    ///
    /// - Parameters:
    ///   - namespace: The name.
    ///   - instance: The instance.
    ///   - segments: All that there are, of whatever namespace.
    /// - Returns: The set; without a base if data alone are left, as after a crash. `nil` if there is nothing.
    /// - Throws: `SharedMemoryError` with code `incomplete` if a part is missing or there are several sets.
    static func find(_ namespace: String, instance: Int, in segments: [Segment]) throws(SharedMemoryError) -> Self? {
        let ours = segments.filter { $0.key.instance == instance }.sorted { $0.key < $1.key }
        let bases = ours.filter { $0.key.kind == .base && $0.header?.namespace == namespace }
        let data = ours.filter { $0.key.kind == .data && $0.header?.namespace == namespace }
        guard bases.count < 2 else {
            throw SharedMemoryError(
                .incomplete,
                "Found \(bases.count) base segments of instance \(instance), namespace '\(namespace)': "
                    + bases.map(\.key.description).joined(separator: ", ") + "; there must be one."
            )
        }
        guard let identifier = (bases.first ?? data.first)?.key.namespaceIdentifier else { return nil }
        var set = SegmentSet(namespace: namespace, instance: instance, namespaceIdentifier: identifier, segments: data)
        guard !bases.isEmpty else { return set }
        set.segments += ours.filter { $0.key.kind != .data && $0.key.namespaceIdentifier == identifier }
        set.segments.sort { $0.key < $1.key }
        try set.checkIsComplete()
        return set
    }

    private func checkIsComplete() throws(SharedMemoryError) {
        let isInFiles = self.base?.file != nil
        let noun = isInFiles ? "segment file" : "segment"
        if !self.segments.contains(where: { $0.key.kind == .treex }) {
            throw self.incomplete("Missing treex \(noun)")
        }
        let primary = self.stages(of: .primaryStage)
        guard !primary.isEmpty else { throw self.incomplete("Missing primary stage \(noun)(s)") }
        if let gap = Self.gap(in: primary) {
            throw self.incomplete("Missing primary stage \(noun) \(gap.hexadecimal(digits: 3))")
        }
        let secondary = self.stages(of: .secondaryStage)
        guard self.segments.contains(where: { $0.key.kind == .meta }) else {
            // The original leaves such stages out without a word.
            guard !secondary.isEmpty || self.segments.contains(where: { $0.key.kind == .secondaryTreex }) else {
                return
            }
            throw self.incomplete("Missing meta \(noun) of the secondary index")
        }
        guard !secondary.isEmpty else { throw self.incomplete("No secondary stage \(noun)s") }
        if let gap = Self.gap(in: secondary) {
            throw self.incomplete("Missing secondary stage \(noun) \(gap.hexadecimal(digits: 3))")
        }
    }

    /// The numbers of the stages of a kind, in order.
    func stages(of kind: SegmentKind) -> [Int] { self.segments.filter { $0.key.kind == kind }.map(\.key.subKey) }

    private static func gap(in stages: [Int]) -> Int? {
        zip(SegmentKey.stages.lowerBound..., stages).first { $0 != $1 }?.0
    }

    private func incomplete(_ what: String) -> SharedMemoryError {
        SharedMemoryError(.incomplete, "\(what) for \(self.title).")
    }
}
