/// The table of a set, for people and for programs (`Spec/asmt.md` §5, §7).
struct SegmentTable {
    /// The segments in the order of the table, with the names of their namespaces.
    var rows: [(segment: Segment, namespace: String?)]
    /// The CRC-32 of segments, if they were asked for.
    var checksums: [SegmentKey: UInt32]?
    /// The names of users and groups.
    var names = AccountNames()

    /// Creates the table of a set.
    init(_ set: SegmentSet, checksums: [SegmentKey: UInt32]? = nil) {
        self.rows = set.segments.map { ($0, set.namespace) }
        self.checksums = checksums
    }

    /// Creates the table of all segments there are, by key.
    init(all segments: [Segment]) {
        self.rows = segments.sorted { $0.key < $1.key }.map { ($0, Self.namespace(of: $0, among: segments)) }
    }

    /// The namespace that a segment says it is of, or that the base of its instance and number is of.
    static func namespace(of segment: Segment, among segments: [Segment]) -> String? {
        if let name = segment.header?.namespace, !name.isEmpty { return name }
        let base = segments.first {
            $0.key.kind == .base && $0.key.instance == segment.key.instance
                && $0.key.namespaceIdentifier == segment.key.namespaceIdentifier
        }
        guard let name = base?.header?.namespace, !name.isEmpty else { return nil }
        return name
    }

    /// The lines.
    var lines: [String] {
        let isInFiles = self.rows.first?.segment.file != nil
        var heads =
            isInFiles
            ? ["key", "user", "group", "mode", "filsz", "segsz", "inst", "nsid", "name", "type", "stage"]
            : ["key", "shmid", "user", "group", "mode", "natt", "segsz", "inst", "nsid", "name", "type", "stage"]
        if self.checksums != nil { heads.append("crc32") }
        return TextTable.lines(heads: heads, rows: self.rows.map { self.cells($0.segment, $0.namespace) })
    }

    private func cells(_ segment: Segment, _ namespace: String?) -> [String] {
        let key = segment.key
        let user = self.names.user(segment.owner.user)
        let group = self.names.group(segment.owner.group)
        var cells: [String]
        switch segment.place {
        case .memory(let status):
            let mode = "0" + segment.owner.permissions.octal(digits: 3)
            cells = [key.description, "\(status.identifier)", user, group, mode, "\(status.attachments)"]
        case .file(let file):
            cells = [key.description, user, group, "0" + segment.owner.mode.octal(digits: 3), "\(file.size)"]
        }
        cells += ["\(segment.size)", "\(key.instance)", "\(key.namespaceIdentifier)", namespace ?? "-"]
        cells.append(segment.file == nil ? key.kind.label : key.kind.labelOfFile)
        cells.append(key.stage.map { "0x" + $0.hexadecimal(digits: 3) } ?? "-")
        if let checksums = self.checksums {
            cells.append(checksums[key].map { "0x" + $0.hexadecimal(digits: 8) } ?? "-")
        }
        return cells
    }
}
