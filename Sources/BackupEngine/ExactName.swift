/// The name of a file, a set or a bin as a key: equal to another if their bytes are (`hasSameBytes(as:)`).
package struct ExactName: Hashable, Comparable, Sendable {
    /// The name.
    package let text: String

    /// Makes a key of a name.
    package init(_ text: String) { self.text = text }

    /// Whether the bytes are the same.
    package static func == (one: ExactName, other: ExactName) -> Bool { one.text.hasSameBytes(as: other.text) }

    /// Compares by bytes.
    package static func < (one: ExactName, other: ExactName) -> Bool {
        one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
    }

    /// Hashes the bytes.
    package func hash(into hasher: inout Hasher) {
        // Strings of the system's memory, should there be any, are not contiguous.
        var text = self.text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}
