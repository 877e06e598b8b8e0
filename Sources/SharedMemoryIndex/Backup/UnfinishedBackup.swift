/// What a backup that was killed has left in a directory (`Spec/asmt.md` §11).
enum UnfinishedBackup {
    /// Gives all files of a manifest their names, those that have them already excepted; the base last.
    ///
    /// - Throws: `SharedMemoryError` if the system refuses.
    static func finish(_ manifest: SegmentManifest, in directory: SegmentDirectory) throws(SharedMemoryError) {
        let unfinished = Set(try directory.names().filter { $0.hasSuffix(SegmentFileName.unfinished) })
        let names = manifest.files.map(\.name).filter { unfinished.contains($0 + SegmentFileName.unfinished) }
        let isBase = { (name: String) in SegmentFileName(name)?.key.kind == .base }
        for name in names.filter({ !isBase($0) }) + names.filter(isBase) {
            try directory.rename(name + SegmentFileName.unfinished, to: name)
        }
        directory.synchronize()
    }

    /// Whether anything of a set was left.
    static func names(
        of set: (namespace: String, instance: Int),
        _ directory: SegmentDirectory
    ) throws(SharedMemoryError)
        -> [String]
    {
        let names = try directory.names().filter { $0.hasSuffix(SegmentFileName.unfinished) }
        let manifest = SegmentManifest.name(namespace: set.namespace, instance: set.instance)
        return names.filter { name in
            let finished = String(name.dropLast(SegmentFileName.unfinished.count))
            return finished == manifest || SegmentFileName(finished)?.key.instance == set.instance
        }
    }

    /// Finishes a backup all of whose files were written.
    ///
    /// - Returns: What was done; `nil` if there was nothing to do.
    /// - Throws: `SharedMemoryError` if the system refuses.
    static func complete(
        namespace: String,
        instance: Int,
        in directory: SegmentDirectory
    ) throws(SharedMemoryError) -> String? {
        guard let manifest = try SegmentManifest.load(directory, namespace: namespace, instance: instance) else {
            return nil
        }
        let names = Set(try directory.names())
        guard manifest.files.contains(where: { names.contains($0.name + SegmentFileName.unfinished) }) else {
            return nil
        }
        try Self.finish(manifest, in: directory)
        return "Completed the backup of instance \(instance), namespace '\(namespace)' that was interrupted at its end."
    }

    /// Removes the files of a backup that was interrupted before all of it was written.
    ///
    /// - Returns: What was done; `nil` if there was nothing to do.
    /// - Throws: `SharedMemoryError` if the directory cannot be read.
    static func remove(for set: SegmentSet, in directory: SegmentDirectory) throws(SharedMemoryError) -> String? {
        let keys = Set(set.segments.map(\.key))
        let manifest = SegmentManifest.name(namespace: set.namespace, instance: set.instance)
        let left = try directory.names().filter { name in
            guard name.hasSuffix(SegmentFileName.unfinished) else { return false }
            let finished = String(name.dropLast(SegmentFileName.unfinished.count))
            guard let key = SegmentFileName(finished)?.key else { return finished == manifest }
            return keys.contains(key)
                || (key.instance == set.instance && key.namespaceIdentifier == set.namespaceIdentifier)
        }
        guard !left.isEmpty else { return nil }
        for name in left { directory.remove(name) }
        return "Removed \(left.count) file(s) of an interrupted backup of \(set.title)."
    }
}
