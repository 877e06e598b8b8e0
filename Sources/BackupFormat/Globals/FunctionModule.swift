package import AerospikeProtocol

/// A module of functions in a backup: a Lua file (`Spec/asb-format.md` §4.2).
package struct FunctionModule: Hashable, Sendable {
    /// The file's name.
    package var name: String
    /// The file's bytes.
    package var content: [UInt8]

    /// Creates a module.
    package init(name: String, content: [UInt8]) {
        self.name = name
        self.content = content
    }

    /// Appends the block.
    package func write(to writer: inout ByteWriter) {
        writer.append("* u L ")
        writer.append(escaped: self.name)
        writer.append(utf8: " \(self.content.count) ")
        writer.append(self.content)
        writer.append("\n")
    }
}
