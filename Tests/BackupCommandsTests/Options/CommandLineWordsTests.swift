import Testing

@testable import CommandLineInterface

@Suite struct `Words of a command line` {
    private func words(_ words: [[CChar]]) throws(OptionError) -> [String] {
        var addresses: [UnsafePointer<CChar>?] = words.map { word in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: word.count + 1)
            for (place, byte) in word.enumerated() { (copy + place).initialize(to: byte) }
            (copy + word.count).initialize(to: 0)
            return UnsafePointer(copy)
        }
        defer { for address in addresses { address?.deallocate() } }
        addresses.append(nil)
        return try CommandLineWords.words(addresses)
    }

    private func bytes(_ text: String) -> [CChar] { text.utf8.map(CChar.init(bitPattern:)) }

    @Test func `are given as they are`() throws {
        #expect(
            try self.words(["asbackup", "-s", "", "caf\u{E9}"].map(self.bytes)) == ["asbackup", "-s", "", "caf\u{E9}"]
        )
        #expect(try self.words([]) == [])
    }

    /// Latin-1 ends in a byte that begins a character in UTF-8.
    @Test func `are refused unless they are UTF-8, by their number`() {
        let error = #expect(throws: OptionError.self) {
            try self.words([
                self.bytes("asbackup"), self.bytes("-Psecret"), self.bytes("caf") + [CChar(bitPattern: 0xE9)],
            ])
        }
        #expect(error?.message == "word 2 of the command line is not UTF-8; names of other bytes cannot be given")
    }
}
