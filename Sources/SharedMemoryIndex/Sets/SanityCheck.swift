/// What must hold before a set is copied (`Spec/asmt.md` §3, §5, §7).
enum SanityCheck {
    /// Checks the headers of a set.
    ///
    /// - Returns: What does not hold, in the words of the original where that looks too.
    static func problems(of set: SegmentSet) -> [String] {
        set.segments.flatMap { segment in
            switch segment.key.kind {
            case .base: Self.problems(ofBase: segment, in: set)
            case .meta: Self.problems(ofMeta: segment, in: set)
            case .data, .treex, .primaryStage, .secondaryTreex, .secondaryStage: [String]()
            }
        }
    }

    private static func problems(ofBase base: Segment, in set: SegmentSet) -> [String] {
        guard let header = base.header else { return ["Base \(Self.name(base)) is too small."] }
        guard SegmentHeader.versions.contains(header.version) else {
            return [
                "Invalid version number in base \(Self.name(base)): expecting version in range "
                    + "\(SegmentHeader.versions.lowerBound) to \(SegmentHeader.versions.upperBound), "
                    + "found version \(header.version)."
            ]
        }
        var problems: [String] = []
        if header.shutdownStatus != 1 {
            problems.append(
                "Shutdown status in base \(Self.name(base)): expecting status 1, found status \(header.shutdownStatus)."
            )
        }
        let found = set.stages(of: .primaryStage).count
        if header.stages != found {
            problems.append(
                base.file == nil
                    ? "Wrong number of primary arena stages: expecting \(header.stages), found \(found)."
                    : "Incorrect number of arena stages found: expecting \(header.stages), found \(found)."
            )
        }
        return problems
    }

    private static func problems(ofMeta meta: Segment, in set: SegmentSet) -> [String] {
        guard let header = meta.header else { return ["Meta \(Self.name(meta)) is too small."] }
        let found = set.stages(of: .secondaryStage).count
        guard header.stages != found else { return [] }
        return ["Wrong number of secondary arena stages: expecting \(header.stages), found \(found)."]
    }

    private static func name(_ segment: Segment) -> String {
        segment.file.map { "segment file '\($0.name.text)'" } ?? "segment \(segment.key)"
    }

    /// The files of a directory that stand in the way of a backup of a set.
    static func conflicts(of set: SegmentSet, with files: [Segment], directory: String) -> [String] {
        let keys = Set(set.segments.map(\.key))
        return files.filter { Self.belongs($0.key, to: set) || keys.contains($0.key) }.compactMap(\.file).map { file in
            "Found existing Aerospike file '\(directory)/\(file.name.text)' with \(set.title): "
                + "cannot back up associated segment."
        }
    }

    /// The segments in memory that stand in the way of a restore of a set.
    static func conflicts(of set: SegmentSet, with memory: [Segment]) -> [String] {
        let keys = Set(set.segments.map(\.key))
        return memory.filter { Self.belongs($0.key, to: set) || keys.contains($0.key) }.map { segment in
            let index =
                switch segment.key.kind {
                case .base, .treex, .primaryStage: "primary index"
                case .meta, .secondaryTreex, .secondaryStage: "secondary index"
                case .data: "data"
                }
            return "Found existing Aerospike \(index) segment \(segment.key) with \(set.title): "
                + "cannot restore associated file."
        }
    }

    private static func belongs(_ key: SegmentKey, to set: SegmentSet) -> Bool {
        key.instance == set.instance && key.namespaceIdentifier == set.namespaceIdentifier
    }
}
