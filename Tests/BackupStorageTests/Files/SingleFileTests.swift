import Foundation
import Glibc
import Testing

@testable import BackupStorage

@Suite struct `The one file of a backup` {
    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(url.path)
    }

    @Test func `is replaced if that is wanted`() async throws {
        try await self.withDirectory { directory in
            let path = directory + "/x.asb"
            try Data("old".utf8).write(to: URL(filePath: path))
            await #expect(throws: StorageError.self) {
                try await SingleFile.create(path: path, replacing: false, encryption: nil)
            }
            #expect(try Data(contentsOf: URL(filePath: path)).count == 3)
            let output = try await SingleFile.create(path: path, replacing: true, encryption: nil)
            #expect(output.length == 0)
            #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
        }
    }

    /// As `/dev/stdout` is one, whose file somebody else waits for.
    @Test func `is not replaced behind a link`() async throws {
        try await self.withDirectory { directory in
            let (path, link) = (directory + "/x.asb", directory + "/link")
            try Data("old".utf8).write(to: URL(filePath: path))
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "x.asb")
            let error = await #expect(throws: StorageError.self) {
                try await SingleFile.create(path: link, replacing: true, encryption: nil)
            }
            #expect(error?.message.contains("is a link to a file, which -r does not replace") == true)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "x.asb")
            #expect(try Data(contentsOf: URL(filePath: path)).count == 3)
        }
    }

    @Test func `is not replaced while another backup writes to it`() async throws {
        try await self.withDirectory { directory in
            let path = directory + "/x.asb"
            try Data("old".utf8).write(to: URL(filePath: path))
            let lock = try DestinationLock(file: path)
            let error = await #expect(throws: StorageError.self) {
                try await SingleFile.create(path: path, replacing: true, encryption: nil)
            }
            #expect(error?.code == .occupied)
            #expect(throws: StorageError.self) { try BackupArtifacts.remove(file: path) }
            #expect(lock.isInPlace)
        }
    }

    /// The next backup would be refused because of it.
    @Test func `is removed if it was created for nothing`() async throws {
        try await self.withDirectory { directory in
            let path = directory + "/x.asb"
            let output = try await SingleFile.create(path: path, replacing: false, encryption: nil)
            output.discard()
            #expect(!FileManager.default.fileExists(atPath: path))
            let other = try await SingleFile.create(path: path, replacing: false, encryption: nil)
            output.discard()
            #expect(FileManager.default.fileExists(atPath: path))
            withExtendedLifetime(other) {}
        }
    }

    @Test func `is not deleted if it is a device, a pipe or a link`() async throws {
        try await self.withDirectory { directory in
            let (path, link, pipe) = (directory + "/x.asb", directory + "/link", directory + "/pipe")
            try Data("old".utf8).write(to: URL(filePath: path))
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "x.asb")
            #expect(mkfifo(pipe, 0o600) == 0)
            for special in [link, pipe, "/dev/null"] {
                #expect(throws: StorageError.self) { try BackupArtifacts.remove(file: special) }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 3)
            try BackupArtifacts.remove(file: path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == ["link", "pipe"])
        }
    }

    @Test func `is not deleted with its directory while a backup writes there`() async throws {
        try await self.withDirectory { directory in
            try Data().write(to: URL(filePath: directory + "/test_00000.asb"))
            do {
                let lock = try DestinationLock(directory: directory, .shared)
                #expect(throws: StorageError.self) { try BackupArtifacts.remove(directory: lock.path) }
            }
            try BackupArtifacts.remove(directory: directory)
            #expect(!FileManager.default.fileExists(atPath: directory))
        }
    }
}
