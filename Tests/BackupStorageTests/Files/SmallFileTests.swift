import Foundation
import Glibc
import Testing

@testable import BackupStorage

@Suite struct `Small files` {
    private func withPath(_ body: (String) throws -> Void) rethrows {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { unlink(path) }
        try body(path)
    }

    /// A named pipe that is open at its other end, so that nobody waits for that.
    private func withPipe(_ body: (String) throws -> Void) throws {
        try self.withPath { path in
            try #require(mkfifo(path, 0o600) == 0)
            let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            try body(path)
        }
    }

    @Test func `are read to their end or their limit`() throws {
        try self.withPath { path in
            try Data("Version 3.0\nrest".utf8).write(to: URL(filePath: path))
            #expect(try SmallFile.beginning(of: path, count: 7) == Array("Version".utf8))
            #expect(try SmallFile.beginning(of: path, count: 99) == Array("Version 3.0\nrest".utf8))
            #expect(try SmallFile.read(path: path, limit: 16) == Array("Version 3.0\nrest".utf8))
            #expect(throws: StorageError.self) { try SmallFile.read(path: path, limit: 15) }
            #expect(throws: StorageError.self) { try SmallFile.beginning(of: path + "x", count: 1) }
        }
    }

    @Test func `that are pipes are not waited for`() throws {
        try self.withPipe { path in
            let errors = [
                #expect(throws: StorageError.self) { try SmallFile.beginning(of: path, count: 1) },
                #expect(throws: StorageError.self) { try SmallFile.read(path: path, isRegular: true) },
            ]
            for error in errors { #expect(error?.description == "\(path) is no regular file") }
        }
    }

    @Test func `that are pipes are not written on`() throws {
        try self.withPipe { path in
            let error = #expect(throws: StorageError.self) { try DescriptorOutput.reopen(path: path, encryption: nil) }
            #expect(error?.description == "\(path) is no regular file; only such can be continued")
        }
        #expect(throws: StorageError.self) { try DescriptorOutput.reopen(path: "/nowhere/at/all", encryption: nil) }
    }
}
