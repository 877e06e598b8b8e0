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
        try file.append(Array("x\n".utf8))
        #expect(try String(contentsOfFile: self.path, encoding: .utf8) == "new\nx\n")
    }

    @Test func `one that is put in another's place removes no third one`() throws {
        let other = self.path + ".new"
        defer { for path in [self.path, other] { unlink(path) } }
        _ = try JournalFile.create(path: self.path, Array("old\n".utf8))
        try Data("mine".utf8).write(to: URL(filePath: other))
        _ = try JournalFile.replace(path: self.path, Array("new\n".utf8))
        #expect(try String(contentsOfFile: self.path, encoding: .utf8) == "new\n")
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine")
    }

    @Test func `one that cannot be put in another's place leaves nothing`() throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: self.path, withIntermediateDirectories: false)
        defer { try? manager.removeItem(atPath: self.path) }
        let occupied = self.path + "/directory"
        try manager.createDirectory(atPath: occupied, withIntermediateDirectories: false)
        #expect(throws: StorageError.self) { try JournalFile.replace(path: occupied, Array("new\n".utf8)) }
        #expect(try manager.contentsOfDirectory(atPath: self.path) == ["directory"])
    }
}
