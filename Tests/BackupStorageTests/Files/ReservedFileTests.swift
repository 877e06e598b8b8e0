import Foundation
import Testing

@testable import BackupStorage

@Suite struct `Files with room set aside` {
    private func withDirectory(_ body: (URL) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url)
    }

    @Test func `leave nothing but what was written`() throws {
        try self.withDirectory { directory in
            let path = directory.appending(path: "s.state").path
            let file = ReservedFile(path: path)
            try file.reserve(1 << 16)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
            try file.write(Array("one".utf8))
            try file.write(Array("two".utf8))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["s.state"])
            try file.remove()
            try file.remove()
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
        }
    }

    /// They may be somebody else's, or links that somebody put there.
    @Test func `leave files of their temporary names alone`() throws {
        try self.withDirectory { directory in
            let path = directory.appending(path: "s").path
            let names = ["s.new", "s.new.1", "s.part", "s.reserve"]
            for name in names { try Data(name.utf8).write(to: directory.appending(path: name)) }
            try FileManager.default.createSymbolicLink(atPath: path + ".part.1", withDestinationPath: "s.new")
            let file = ReservedFile(path: path)
            try file.reserve(1 << 16)
            try file.write(Array("one".utf8))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "one")
            try file.remove()
            try AtomicFile.write(Array("two".utf8), to: path)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
            for name in names {
                #expect(try String(contentsOf: directory.appending(path: name), encoding: .utf8) == name)
            }
            let found = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
            #expect(found == (["s", "s.part.1"] + names).sorted())
        }
    }

    @Test func `say that they cannot be made`() throws {
        let file = ReservedFile(path: "/nowhere/s.state")
        let error = #expect(throws: StorageError.self) { try file.reserve(10) }
        #expect(
            error?.description
                == "Failed to open state file \"/nowhere/s.state\", reason: No such file or directory"
        )
        #expect(throws: StorageError.self) { try file.write([1]) }
    }
}
