/// Files that are of no use, and which namespaces that concerns: the others of a directory are not kept from their work.
enum FileFaults {
    /// Makes sure that every file of a namespace is of use.
    ///
    /// - Parameters:
    ///   - namespace: The name.
    ///   - instance: The instance.
    ///   - manifest: What the backup consists of; `nil` if nobody knows.
    ///   - files: All files of the directory.
    /// - Throws: `SharedMemoryError` with all that is wrong.
    static func check(
        _ namespace: String,
        instance: Int,
        manifest: SegmentManifest?,
        in files: [Segment]
    ) throws(SharedMemoryError) {
        let faults = Self.faults(of: namespace, instance: instance, manifest: manifest, in: files)
        guard let first = faults.first else { return }
        throw SharedMemoryError(first.code, faults.flatMap(\.messages))
    }

    /// The faults that concern a namespace.
    static func faults(
        of namespace: String,
        instance: Int,
        manifest: SegmentManifest?,
        in files: [Segment]
    ) -> [SharedMemoryError] {
        let listed = manifest.map { Set($0.files.map(\.name)) }
        let ours = files.filter { $0.key.instance == instance }
        let numbers = Set(ours.filter { $0.header?.namespace == namespace }.map(\.key.namespaceIdentifier))
        return ours.compactMap { segment in
            guard let file = segment.file, let fault = file.fault else { return nil }
            if let listed { return listed.contains(file.name.text) ? fault : nil }
            // Whose a base or a stripe is, only its header would tell, not the number in its key (`Spec/asmt.md` §3).
            let isAnybodys = [.base, .data].contains(segment.key.kind) && segment.header == nil
            return isAnybodys || numbers.contains(segment.key.namespaceIdentifier) ? fault : nil
        }
    }
}
