import Foundation
import Testing

@testable import BackupStorage

@Suite struct `Locks of what backups write to` {
    /// Two descriptors of one process are as strange to each other as two processes (flock(2)).
    @Test func `let backups write new files side by side, and nobody else`() throws {
        try withTemporaryDirectory { path in
            let one = try DestinationLock(directory: path, .shared)
            let two = try DestinationLock(directory: path, .shared)
            let error = #expect(throws: StorageError.self) { try DestinationLock(directory: path, .exclusive) }
            #expect(error?.code == .occupied)
            #expect(error?.description == "Another backup is writing to \(path)")
            #expect(throws: StorageError.self) { try one.change(to: .exclusive) }
            withExtendedLifetime((one, two)) {}
        }
    }

    @Test func `are there as long as somebody has them`() throws {
        try withTemporaryDirectory { path in
            let lock = try DestinationLock(directory: path, .exclusive)
            #expect(throws: StorageError.self) { try DestinationLock(directory: path, .shared) }
            try lock.change(to: .shared)
            do {
                let other = try DestinationLock(directory: path, .shared)
                #expect(other.path == path)
            }
            try lock.change(to: .exclusive)
        }
    }

    /// As flock(1) leaves it open for the command that it calls.
    @Test(arguments: [LOCK_EX, LOCK_SH])
    func `of a caller count as ours, and stay as they are`(_ operation: Int32) throws {
        try withTemporaryDirectory { path in
            let inherited = open(path, O_RDONLY | O_DIRECTORY)
            let other = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            defer { for descriptor in [inherited, other] { close(descriptor) } }
            #expect(flock(inherited, operation | LOCK_NB) == 0)
            let lock = try DestinationLock(directory: path, .shared)
            try lock.change(to: .exclusive)
            // What somebody else may do is what the caller allows.
            #expect((flock(other, LOCK_SH | LOCK_NB) == 0) == (operation == LOCK_SH))
            #expect(flock(other, LOCK_EX | LOCK_NB) != 0)
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `that a caller shares with somebody else are in the way`() throws {
        try withTemporaryDirectory { path in
            let (inherited, other) = (open(path, O_RDONLY), open(path, O_RDONLY | O_CLOEXEC))
            let third = open(path, O_RDONLY | O_CLOEXEC)
            defer { for descriptor in [inherited, other, third] { close(descriptor) } }
            for descriptor in [inherited, other] { #expect(flock(descriptor, LOCK_SH | LOCK_NB) == 0) }
            let lock = try DestinationLock(directory: path, .shared)
            #expect(throws: StorageError.self) { try lock.change(to: .exclusive) }
            // That of the caller is still there.
            #expect(flock(other, LOCK_UN) == 0)
            #expect(flock(third, LOCK_EX | LOCK_NB) != 0)
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `are not taken by asking`() throws {
        try withTemporaryDirectory { path in
            let (inherited, other) = (open(path, O_RDONLY), open(path, O_RDONLY | O_CLOEXEC))
            defer { for descriptor in [inherited, other] { close(descriptor) } }
            #expect(flock(other, LOCK_SH | LOCK_NB) == 0)
            #expect(throws: StorageError.self) { try DestinationLock(directory: path, .exclusive) }
            // Nobody has one beside it.
            #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
        }
    }

    @Test func `of somebody else are none of a caller who has the file open`() throws {
        try withTemporaryDirectory { path in
            let (inherited, other) = (open(path, O_RDONLY), open(path, O_RDONLY | O_CLOEXEC))
            defer { for descriptor in [inherited, other] { close(descriptor) } }
            #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
            #expect(throws: StorageError.self) { try DestinationLock(directory: path, .shared) }
        }
    }

    /// The file cannot be opened again: nobody may read or write it.
    @Test func `are those of the descriptor that writes`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/a.asb"
            let output = try DescriptorOutput.create(path: path, encryption: nil)
            #expect(chmod(path, 0) == 0)
            let lock = try #require(try DestinationLock(of: output))
            #expect(lock.isInPlace)
            let other = open(directory + "/a.asb", O_RDONLY | O_CLOEXEC)
            if other >= 0 {
                #expect(flock(other, LOCK_SH | LOCK_NB) != 0)
                close(other)
            }
            try output.finishBlocking()
            #expect(lock.isInPlace)
            #expect(unlink(path) == 0)
            #expect(!lock.isInPlace)
        }
    }

    @Test func `tell whether the file was replaced`() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/a.asb"
            try Data("a".utf8).write(to: URL(filePath: path))
            let lock = try DestinationLock(file: path)
            #expect(lock.isInPlace)
            #expect(throws: StorageError.self) { try DestinationLock(file: path) }
            try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
            #expect(!lock.isInPlace)
            try Data("a".utf8).write(to: URL(filePath: path))
            #expect(!lock.isInPlace)
            #expect(throws: Never.self) { try DestinationLock(file: path) }
        }
    }

    @Test func `tell whether a directory was replaced, behind a link too`() throws {
        try withTemporaryDirectory { directory in
            let (path, link) = (directory + "/d", directory + "/link")
            let manager = FileManager.default
            try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
            try manager.createSymbolicLink(atPath: link, withDestinationPath: "d")
            let locks = [try DestinationLock(directory: path, .shared), try DestinationLock(directory: link, .shared)]
            #expect(locks.map(\.isInPlace) == [true, true])
            try manager.moveItem(atPath: path, toPath: path + ".1")
            #expect(locks.map(\.isInPlace) == [false, false])
            try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
            #expect(locks.map(\.isInPlace) == [false, false])
        }
    }

    @Test func `are not taken through links`() throws {
        try withTemporaryDirectory { directory in
            try Data().write(to: URL(filePath: directory + "/a"))
            try FileManager.default.createSymbolicLink(atPath: directory + "/b", withDestinationPath: "a")
            #expect(throws: StorageError.self) { try DestinationLock(file: directory + "/b") }
        }
    }
}
