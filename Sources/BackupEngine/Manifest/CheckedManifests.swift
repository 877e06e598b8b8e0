package import BackupStorage
import YAMLText

/// The manifests of a directory, read and found to be true of its files.
package struct CheckedManifests: Sendable {
    /// The directory.
    package let directory: BackupDirectory
    /// The manifests, sorted by name; none for a backup that has none.
    package private(set) var manifests: [BackupManifest] = []
    /// What each file should be, by name, whichever manifest names it.
    package private(set) var files: [ExactName: BackupManifest.File] = [:]

    /// Creates a directory without manifests.
    package init(directory: BackupDirectory) { self.directory = directory }

    /// Reads all manifests of the directory.
    ///
    /// - Throws: `StorageError`; `JobError` that names the manifest and the place in it.
    static func read(in directory: BackupDirectory) throws -> CheckedManifests {
        var checked = CheckedManifests(directory: directory)
        for name in try directory.manifests() { try checked.add(Self.manifest(name, in: directory), called: name) }
        return checked
    }

    /// The most bytes of a manifest: those of a million files.
    private static let largestManifest = 256 << 20

    private static func manifest(_ name: String, in directory: BackupDirectory) throws -> BackupManifest {
        let path = directory.path(of: name)
        let text = try SmallFile.read(path: path, limit: Self.largestManifest, isRegular: true)
        do throws(YAMLError) {
            return try BackupManifest(text: text)
        } catch {
            throw JobError(.format, "Manifest \(path), \(error); remove it to restore these files unchecked")
        }
    }

    private mutating func add(_ manifest: BackupManifest, called name: String) throws(JobError) {
        let path = self.directory.path(of: name)
        guard manifest.name.hasSameBytes(as: name) else {
            throw JobError(.format, "Manifest \(path) is renamed: its name should be \(manifest.name)")
        }
        for file in manifest.files {
            guard self.files.updateValue(file, forKey: ExactName(file.name)) == nil else {
                throw JobError(.format, "Manifest \(path) names \(file.name), and so does another manifest beside it")
            }
        }
        self.manifests.append(manifest)
    }

    /// The partitions that are covered by one manifest or another.
    package var partitions: PartitionSet {
        var partitions = PartitionSet()
        for range in self.manifests.flatMap(\.partitions) { partitions.insert(range) }
        return partitions
    }
}
