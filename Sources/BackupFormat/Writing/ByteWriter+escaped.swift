import AerospikeProtocol

extension ByteWriter {
    /// Appends a name with a backslash in front of blanks, line feeds, backslashes and NUL (`Spec/asb-format.md` §2).
    mutating func append(escaped name: String) {
        for byte in name.utf8 {
            if ByteSink.isReserved(byte) { self.append(UInt8(ascii: "\\")) }
            self.append(byte)
        }
    }
}
