package import BackupStorage

/// Compares what manifests say about a directory with what is in it (`Spec/manifest.md` §3).
package struct ManifestComparison: Sendable {
    private let expected: [ExactName: StoredFile]
    private let found: [ExactName: StoredFile]
    /// The names under which contents should stand: several if files are equal.
    private let rightNames: [StoredFile: [ExactName]]

    /// Creates a comparison.
    ///
    /// - Parameters:
    ///   - expected: The files that the manifests name.
    ///   - found: The `.asb` files of the directory.
    package init(expected: [ExactName: StoredFile], found: [ExactName: StoredFile]) {
        self.expected = expected
        self.found = found
        var names: [StoredFile: [ExactName]] = [:]
        for name in expected.keys.sorted() {
            if let stored = expected[name] { names[stored, default: []].append(name) }
        }
        self.rightNames = names
    }

    /// What is not as it should be, sorted by the names of the files; nothing if all is.
    package func findings() -> [ManifestFinding] {
        var findings: [(name: ExactName, finding: ManifestFinding)] = []
        var renamed: Set<ExactName> = []
        for name in self.found.keys.sorted() where self.expected[name] == nil {
            let finding = self.unexpected(name, renamed: &renamed)
            findings.append((name, finding))
        }
        for (name, expected) in self.expected {
            if let found = self.found[name] {
                if let finding = self.difference(name, found, expected, renamed) { findings.append((name, finding)) }
            } else if !renamed.contains(name) {
                findings.append((name, .missing(name.text)))
            }
        }
        return findings.sorted { $0.name < $1.name }.map(\.finding)
    }

    /// What a file is that no manifest names.
    private func unexpected(_ name: ExactName, renamed: inout Set<ExactName>) -> ManifestFinding {
        let names = self.found[name].flatMap { self.rightNames[$0] } ?? []
        if let missing = names.first(where: { self.found[$0] == nil && !renamed.contains($0) }) {
            renamed.insert(missing)
            return .renamed(name.text, from: missing.text)
        }
        // Where something else stands now, or the same: the first of these tells more.
        if let overwritten = names.first(where: { self.found[$0] != nil && !self.isRight($0) }) {
            return .renamed(name.text, from: overwritten.text)
        }
        if let right = names.first(where: self.isRight) { return .copy(name.text, of: right.text) }
        return .extra(name.text)
    }

    /// What has happened to a file; `nil` if nothing has, or the file that it was exchanged with tells it.
    private func difference(
        _ name: ExactName,
        _ found: StoredFile,
        _ expected: StoredFile,
        _ renamed: Set<ExactName>
    ) -> ManifestFinding? {
        guard found != expected else { return nil }
        let names = self.rightNames[found] ?? []
        if let other = self.partner(of: name) {
            return name < other || self.partner(of: other) != name ? .exchanged(name.text, other.text) : nil
        }
        if let other = names.first(where: { !self.isRight($0) && !renamed.contains($0) }) {
            return .misplaced(name.text, contentsOf: other.text)
        }
        if let other = names.first(where: self.isRight) ?? names.first {
            return .overwritten(name.text, by: other.text)
        }
        if found.bytes < expected.bytes { return .truncated(name.text, found: found.bytes, expected: expected.bytes) }
        if found.bytes > expected.bytes { return .enlarged(name.text, found: found.bytes, expected: expected.bytes) }
        return .changed(name.text, found: found.checksum, expected: expected.checksum)
    }

    /// The file that holds what this one should, and should hold what this one does.
    private func partner(of name: ExactName) -> ExactName? {
        guard let found = self.found[name], let expected = self.expected[name] else { return nil }
        return self.rightNames[found]?.first { self.found[$0] == expected }
    }

    private func isRight(_ name: ExactName) -> Bool { self.found[name] == self.expected[name] }
}
