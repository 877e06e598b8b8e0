import AerospikeProtocol

/// What the head of a backup file said (`Spec/asb-format.md` §1).
package struct BackupFileHead: Hashable, Sendable {
    /// The digit behind `3.`: 0 (no escapes, no globals), 1 or 2.
    package var minorVersion: Int
    /// The namespace as it stands in the file, still escaped; `nil` without a namespace line.
    package var rawNamespace: [UInt8]?
    /// Whether the file says that it is the one with indexes and modules. Informative.
    package var isFirstFile: Bool

    /// Creates a head.
    package init(minorVersion: Int = 1, rawNamespace: [UInt8]? = nil, isFirstFile: Bool = false) {
        self.minorVersion = minorVersion
        self.rawNamespace = rawNamespace
        self.isFirstFile = isFirstFile
    }

    /// The namespace without escapes.
    package var namespace: [UInt8]? {
        guard let raw = self.rawNamespace else { return nil }
        if self.minorVersion == 0 { return raw }
        // Any count but the raw one makes the token take escapes out.
        return TextToken(range: 0..<raw.count, unescapedCount: -1).bytes(in: raw.view)
    }
}
