import Foundation
import Testing

@testable import BackupStorage

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

    /// Else a power cut leaves an empty one, with which nothing can be gone on.
    @Test func `what it begins with is on the device, or there is none`() throws {
        defer { unlink(self.path) }
        var found: [UInt8] = []
        let error = #expect(throws: StorageError.self) {
            _ = try JournalFile.create(path: self.path, Array("first\n".utf8)) { (file) throws(StorageError) in
                found = try SmallFile.read(path: self.path)
                throw StorageError("refused", number: EIO)
            }
        }
        #expect(found == Array("first\n".utf8))
        #expect(error?.number == EIO)
        #expect(access(self.path, F_OK) != 0)
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

    /// Two descriptors of one process are as strange to each other as two processes (flock(2)).
    @Test func `one that is used is nobody else's`() throws {
        defer { unlink(self.path) }
        do {
            let file = try JournalFile.create(path: self.path, Array("old\n".utf8))
            let error = #expect(throws: StorageError.self) { _ = try JournalFile.open(path: self.path, limit: 100) }
            #expect(error?.description == "Another restore is using journal \(self.path)")
            #expect(error?.code == .occupied)
            try file.append(Array("line\n".utf8))
        }
        let (old, bytes) = try JournalFile.open(path: self.path, limit: 100)
        #expect(bytes == Array("old\nline\n".utf8))
        #expect(throws: StorageError.self) { _ = try JournalFile.open(path: self.path, limit: 100) }
        do {
            let new = try JournalFile.replace(path: self.path, Array("new\n".utf8))
            #expect(throws: StorageError.self) { _ = try JournalFile.open(path: self.path, limit: 100) }
            try new.append(Array("line\n".utf8))
        }
        // That of the old one, which nobody finds any longer, is in nobody's way.
        #expect(try JournalFile.open(path: self.path, limit: 100).bytes == Array("new\nline\n".utf8))
        withExtendedLifetime(old) {}
    }

    /// As flock(1) leaves it open for the command that it calls.
    @Test func `one that a caller has locked for us is ours`() throws {
        defer { unlink(self.path) }
        _ = try JournalFile.create(path: self.path, Array("old\n".utf8))
        let inherited = open(self.path, O_RDONLY)
        defer { close(inherited) }
        try #require(flock(inherited, LOCK_EX | LOCK_NB) == 0)
        #expect(try JournalFile.open(path: self.path, limit: 100).bytes == Array("old\n".utf8))
    }

    @Test func `one that a link leads to can be gone on with, and one that may only be read`() throws {
        let link = self.path + ".link"
        defer { for path in [self.path, link] { unlink(path) } }
        _ = try JournalFile.create(path: self.path, Array("old\n".utf8))
        try #require(symlink(self.path, link) == 0 && chmod(self.path, 0o400) == 0)
        #expect(try JournalFile.open(path: link, limit: 100).bytes == Array("old\n".utf8))
        #expect(throws: StorageError.self) { _ = try JournalFile.open(path: link, limit: 3) }
        let error = #expect(throws: StorageError.self) { _ = try JournalFile.open(path: "/dev/null", limit: 3) }
        #expect(error?.description == "/dev/null is no regular file")
    }

    @Test func `what was put in its place is not removed`() throws {
        defer { unlink(self.path) }
        let file = try JournalFile.create(path: self.path, Array("mine\n".utf8))
        unlink(self.path)
        try Data("other\n".utf8).write(to: URL(filePath: self.path))
        try file.remove()
        #expect(try String(contentsOfFile: self.path, encoding: .utf8) == "other\n")
        unlink(self.path)
        try file.remove()
        let own = try JournalFile.create(path: self.path, Array("mine\n".utf8))
        try own.remove()
        #expect(access(self.path, F_OK) != 0)
    }
}
