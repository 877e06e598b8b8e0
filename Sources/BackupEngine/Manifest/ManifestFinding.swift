package import BackupStorage

/// What is not in a directory as its manifests say. All files are named without the directory.
package enum ManifestFinding: Hashable, Sendable {
    /// The file is not there.
    case missing(String)
    /// No manifest names the file.
    case extra(String)
    /// The file is shorter than it should be.
    case truncated(String, found: UInt64, expected: UInt64)
    /// The file is longer than it should be.
    case enlarged(String, found: UInt64, expected: UInt64)
    /// The file has the right size and other bytes.
    case changed(String, found: Checksum, expected: Checksum)
    /// Each of two files holds what the other should.
    case exchanged(String, String)
    /// The file holds what another should, which does not.
    case misplaced(String, contentsOf: String)
    /// The file holds what another holds rightly, and what it should hold is gone.
    case overwritten(String, by: String)
    /// The file is one that is missing, under another name.
    case renamed(String, from: String)
    /// The file is a copy of another, and no manifest names it.
    case copy(String, of: String)

    /// The sentence for the user.
    ///
    /// - Parameter directory: Where the files are.
    package func text(in directory: BackupDirectory) -> String {
        let place = { (name: String) in directory.path(of: name) }
        return switch self {
        case .missing(let name): "Backup file \(place(name)) is missing"
        case .extra(let name): "Backup file \(place(name)) is extra: no manifest names it"
        case .truncated(let name, let found, let expected):
            "Backup file \(place(name)) is truncated: it has \(found) byte(s) instead of \(expected)"
        case .enlarged(let name, let found, let expected):
            "Backup file \(place(name)) is changed: it has \(found) byte(s) instead of \(expected)"
        case .changed(let name, let found, let expected):
            "Backup file \(place(name)) is changed: its checksum is \(found) instead of \(expected)"
        case .exchanged(let one, let other):
            "Backup files \(place(one)) and \(place(other)) are reordered: each holds what the other should"
        case .misplaced(let name, let other):
            "Backup file \(place(name)) is reordered: it holds what \(other) should"
        case .overwritten(let name, let other):
            "Backup file \(place(name)) is duplicated: it holds the same as \(other), and what it should hold is gone"
        case .renamed(let name, let other):
            "Backup file \(place(name)) is renamed: its name should be \(other)"
        case .copy(let name, let other):
            "Backup file \(place(name)) is duplicated: it is a copy of \(other), and no manifest names it"
        }
    }
}
