extension String {
    /// Whether two names are the same for file systems and servers: byte by byte.
    ///
    /// `==` is true of strings that look the same, too: "é" of one scalar and of two are two files, or two sets.
    package func hasSameBytes(as other: String) -> Bool { self.utf8.elementsEqual(other.utf8) }
}
