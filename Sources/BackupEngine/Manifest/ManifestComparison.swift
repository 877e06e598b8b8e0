package import BackupStorage

/// Compares what manifests say about a directory with what is in it (`Spec/manifest.md` §3).
package struct ManifestComparison: Sendable {
    private let expected: [String: StoredFile]
    private let found: [String: StoredFile]
    /// The names under which contents should stand: several if files are equal.
    private let rightNames: [StoredFile: [String]]

    /// Creates a comparison.
    ///
    /// - Parameters:
    ///   - expected: The files that the manifests name.
    ///   - found: The `.asb` files of the directory.
    package init(expected: [String: StoredFile], found: [String: StoredFile]) {
        self.expected = expected
        self.found = found
        var names: [StoredFile: [String]] = [:]
        for name in expected.keys.sorted() {
            if let stored = expected[name] { names[stored, default: []].append(name) }
        }
        self.rightNames = names
    }

    /// What is not as it should be, sorted by the names of the files; nothing if all is.
    package func findings() -> [ManifestFinding] {
        var findings: [(name: String, finding: ManifestFinding)] = []
        var renamed: Set<String> = []
        for name in self.found.keys.sorted() where self.expected[name] == nil {
            let finding = self.unexpected(name, renamed: &renamed)
            findings.append((name, finding))
        }
        for (name, expected) in self.expected {
            if let found = self.found[name] {
                if let finding = self.difference(name, found, expected, renamed) { findings.append((name, finding)) }
            } else if !renamed.contains(name) {
                findings.append((name, .missing(name)))
            }
        }
        return findings.sorted { $0.name < $1.name }.map(\.finding)
    }

    /// What a file is that no manifest names.
    private func unexpected(_ name: String, renamed: inout Set<String>) -> ManifestFinding {
        let names = self.found[name].flatMap { self.rightNames[$0] } ?? []
        if let missing = names.first(where: { self.found[$0] == nil && !renamed.contains($0) }) {
            renamed.insert(missing)
            return .renamed(name, from: missing)
        }
        // Where something else stands now, or the same: the first of these tells more.
        if let overwritten = names.first(where: { self.found[$0] != nil && !self.isRight($0) }) {
            return .renamed(name, from: overwritten)
        }
        if let right = names.first(where: self.isRight) { return .copy(name, of: right) }
        return .extra(name)
    }

    /// What has happened to a file; `nil` if nothing has, or the file that it was exchanged with tells it.
    private func difference(
        _ name: String,
        _ found: StoredFile,
        _ expected: StoredFile,
        _ renamed: Set<String>
    ) -> ManifestFinding? {
        guard found != expected else { return nil }
        let names = self.rightNames[found] ?? []
        if let other = self.partner(of: name) {
            return name < other || self.partner(of: other) != name ? .exchanged(name, other) : nil
        }
        if let other = names.first(where: { !self.isRight($0) && !renamed.contains($0) }) {
            return .misplaced(name, contentsOf: other)
        }
        if let other = names.first(where: self.isRight) ?? names.first { return .overwritten(name, by: other) }
        if found.bytes < expected.bytes { return .truncated(name, found: found.bytes, expected: expected.bytes) }
        if found.bytes > expected.bytes { return .enlarged(name, found: found.bytes, expected: expected.bytes) }
        return .changed(name, found: found.checksum, expected: expected.checksum)
    }

    /// The file that holds what this one should, and should hold what this one does.
    private func partner(of name: String) -> String? {
        guard let found = self.found[name], let expected = self.expected[name] else { return nil }
        return self.rightNames[found]?.first { self.found[$0] == expected }
    }

    private func isRight(_ name: String) -> Bool { self.found[name] == self.expected[name] }
}
