/// A small set of names, compared as bytes: the bins or sets a user asked for.
package struct NameSet: Hashable, Sendable {
    /// The names.
    package let names: [[UInt8]]

    /// Creates a set of names.
    package init(_ names: [String]) {
        self.names = names.map { Array($0.utf8) }
    }

    /// Whether a name of a file is among the names.
    package func contains(_ token: TextToken, in window: RawSpan) -> Bool {
        for name in self.names where token.isEqual(to: name, in: window) { return true }
        return false
    }
}
