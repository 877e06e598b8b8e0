extension SegmentManifest {
    /// Reads the manifest of a namespace; `nil` if there is none.
    ///
    /// - Throws: `SharedMemoryError` if it cannot be read or is damaged.
    static func load(
        _ directory: SegmentDirectory,
        namespace: String,
        instance: Int
    ) throws(SharedMemoryError) -> SegmentManifest? {
        let name = Self.name(namespace: namespace, instance: instance)
        guard try directory.names().contains(name) else { return nil }
        let file = try directory.file(name)
        return try SegmentManifest(try file.beginning(1 << 30), path: file.path)
    }

    /// What of the files of a set is not as the manifest says, as far as can be seen without reading them.
    func problems(of set: SegmentSet, directory: String) -> [String] {
        let found = set.segments.compactMap { segment in
            segment.file.map { (name: $0.name.text, size: $0.size, segmentSize: segment.size) }
        }
        var problems: [String] = []
        for file in self.files {
            guard let other = found.first(where: { $0.name == file.name }) else {
                problems.append("\(directory)/\(file.name) is missing: the manifest lists it.")
                continue
            }
            if other.size != file.size {
                problems.append("\(directory)/\(file.name) has \(other.size) bytes, \(file.size) were written.")
            } else if other.segmentSize != file.segmentSize {
                problems.append(
                    "\(directory)/\(file.name) names a segment of \(other.segmentSize) bytes, "
                        + "one of \(file.segmentSize) was saved."
                )
            }
        }
        let listed = Set(self.files.map(\.name))
        for file in found where !listed.contains(file.name) {
            problems.append("\(directory)/\(file.name) does not belong to the backup: the manifest does not list it.")
        }
        return problems
    }
}
