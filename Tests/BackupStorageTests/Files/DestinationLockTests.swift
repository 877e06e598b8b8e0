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
    func `of a caller count as ours`(_ operation: Int32) throws {
        try withTemporaryDirectory { path in
            let inherited = open(path, O_RDONLY | O_DIRECTORY)
            defer { close(inherited) }
            #expect(flock(inherited, operation | LOCK_NB) == 0)
            let lock = try DestinationLock(directory: path, .shared)
            try lock.change(to: .exclusive)
            try lock.change(to: .shared)
            let other = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            defer { close(other) }
            #expect(flock(other, LOCK_EX | LOCK_NB) != 0)
            withExtendedLifetime(lock) {}
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

    @Test func `are not taken through links`() throws {
        try withTemporaryDirectory { directory in
            try Data().write(to: URL(filePath: directory + "/a"))
            try FileManager.default.createSymbolicLink(atPath: directory + "/b", withDestinationPath: "a")
            #expect(throws: StorageError.self) { try DestinationLock(file: directory + "/b") }
        }
    }
}
