import BackupStorage
import Foundation
import Testing

@Suite struct `Outputs that are shortened` {
    private let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path

    @Test func `what is taken back leaves room for the next piece`() throws {
        defer { unlink(self.path) }
        let output = try DescriptorOutput.create(path: self.path, encryption: nil)
        for piece in ["one", "two", "three"] { try output.writeBlocking(Array(piece.utf8), 0..<piece.utf8.count) }
        output.shorten(to: 3)
        #expect(output.length == 3)
        try output.writeBlocking(Array("four".utf8), 0..<4)
        output.shorten(to: 100)
        try output.finishBlocking()
        #expect(try String(contentsOfFile: self.path, encoding: .utf8) == "onefour")
    }

    @Test func `encrypted text begins anew behind its head`() throws {
        defer { unlink(self.path) }
        let key = EncryptionKey(mode: .aes128, secret: Array("secret".utf8))
        let output = try DescriptorOutput.create(path: self.path, encryption: key)
        try output.writeBlocking(Array("one".utf8), 0..<3)
        output.shorten(to: 0)
        #expect(output.length == 0)
        try output.writeBlocking(Array("seven".utf8), 0..<5)
        try output.finishBlocking()
        #expect(NearlyFullFile.size(self.path) == 16 + 5)
    }

    @Test func `one that goes on knows its length`() throws {
        defer { unlink(self.path) }
        try Data("0123456789".utf8).write(to: URL(filePath: self.path))
        let output = try DescriptorOutput.reopen(path: self.path, encryption: nil)
        #expect(output.length == 10 && NearlyFullFile.size(self.path) == 10)
        output.shorten(to: 6)
        try output.writeBlocking(Array("xyz".utf8), 0..<3)
        #expect(output.length == 9)
        output.shorten(to: 6)
        try output.finishBlocking()
        #expect(try String(contentsOfFile: self.path, encoding: .utf8) == "012345")
    }
}
