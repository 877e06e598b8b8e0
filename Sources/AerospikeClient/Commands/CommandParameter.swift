/// What stands behind `=` in a command of the text protocol. Names come from backup files and servers: one that held what ends a
/// parameter or a command would say something else to the server, and could say anything (`Spec/wire-protocol.md` §2).
enum CommandParameter {
    /// Checks a value.
    ///
    /// - Parameter what: What it is, for the message.
    /// - Throws: `AerospikeError` with code `badParameter` if no command can carry it.
    static func check(_ value: String, _ what: String) throws(AerospikeError) {
        guard let byte = value.utf8.first(where: { self.isControl($0) || $0 == UInt8(ascii: ";") }) else { return }
        let name = byte == UInt8(ascii: ";") ? "';'" : "a control character (code \(byte))"
        throw AerospikeError(.badParameter, "\(what) '\(value)' holds \(name), which no command to a server can carry")
    }

    /// Whether a byte has no place in a command, whatever the command.
    static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
}
