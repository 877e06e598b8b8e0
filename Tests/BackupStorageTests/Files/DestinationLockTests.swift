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
