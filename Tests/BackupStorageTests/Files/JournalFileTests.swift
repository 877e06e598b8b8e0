import BackupStorage
import Foundation
import Testing

@Suite struct `Files that grow by lines` {
    private let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path

    @Test func `a line that does not fit leaves nothing of itself`() throws {
        defer { unlink(self.path) }
        let file = try JournalFile.create(path: self.path, Array("first\n".utf8))
        _ = NearlyFullFile.extend(self.path, room: 4)
        #expect(throws: StorageError.self) { try file.append(Array("second\n".utf8)) }
        try #require(NearlyFullFile.size(self.path) == 6)
        try file.append(Array("third\n".utf8))
        #expect(try String(contentsOfFile: self.path, encoding: .utf8) == "first\nthird\n")
    }

    @Test func `one that was put in another's place knows its length`() throws {
        defer { unlink(self.path) }
        _ = try JournalFile.create(path: self.path, Array("old\n".utf8))
        let file = try JournalFile.replace(path: self.path, Array("new\n".utf8))
        _ = NearlyFullFile.extend(self.path, room: 2)
        #expect(throws: StorageError.self) { try file.append(Array("second\n".utf8)) }
        try #require(NearlyFullFile.size(self.path) == 4)
        #expect(try String(contentsOfFile: self.path, encoding: .utf8) == "new\n")
    }
}
