/// The options on which the contents of a backup depend: a continuation must be given the same. Never holds a secret.
package struct BackupFingerprint: Hashable, Sendable {
    /// An option and its values.
    package struct Option: Hashable, Sendable {
        /// The long name, without dashes.
        package var name: String
        /// The values, whose order means nothing; none if the option was not given. Flags have the value `true`.
        package var values: [String]

        /// Creates an option.
        package init(_ name: String, _ values: [String]) {
            self.name = name
            self.values = values
        }

        /// Creates a flag.
        init(_ name: String, isGiven: Bool) { self.init(name, isGiven ? ["true"] : []) }

        /// The values as they are compared: byte by byte, and in any order.
        fileprivate var exactValues: [ExactName] { self.values.map { ExactName($0) }.sorted() }

        /// The option in words. Of lists of partitions only the digests are kept here.
        var words: String {
            guard self.values.isEmpty else { return self.values.joined(separator: ",") }
            return self.name == "partition-list" ? "without a digest" : "not given"
        }
    }

    /// The names that an option may have, those of `init(_ plan:)`. A state with another is of a version that this one
    /// does not know (`Spec/state-file.md` §2).
    static let names: Set<String> = [
        "namespace", "set", "bin-list", "modified-after", "modified-before", "no-ttl-only", "filter-exp", "node-list",
        "after-digest", "partition-list", "no-bins", "no-records", "no-indexes", "no-udfs", "compress", "encrypt",
    ]

    /// The options that were given, in a fixed order.
    package var options: [Option]

    /// Creates a fingerprint; options without values are left out.
    package init(_ options: [Option]) { self.options = options.filter { !$0.values.isEmpty } }

    /// What differs from the options that are given now, option by option, in words.
    package func differences(from now: BackupFingerprint) -> [String] {
        let names = self.options.map(\.name) + now.options.map(\.name).filter { self[$0].values.isEmpty }
        return names.compactMap { name in
            let (before, after) = (self[name], now[name])
            guard before.exactValues != after.exactValues else { return nil }
            return "--\(name) was \(before.words) and is \(after.words)"
        }
    }

    private subscript(name: String) -> Option { self.options.first { $0.name == name } ?? Option(name, []) }
}
