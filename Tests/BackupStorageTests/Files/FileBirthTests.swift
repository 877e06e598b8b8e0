import Foundation
import Testing

@testable import BackupStorage

@Suite struct `Births of files` {
    /// Changes of a file, and of its name, do not change it. Where the file system tells none there is nothing to compare.
    @Test func `stay what they are`() throws {
        try withTemporaryDirectory { directory in
            let (path, other) = ("\(directory)/a", "\(directory)/b")
            try Data("one".utf8).write(to: URL(filePath: path))
            let birth = FileBirth(path: path)
            let handle = try #require(FileHandle(forWritingAtPath: path))
            try handle.write(contentsOf: Data("two".utf8))
            try handle.close()
            #expect(chmod(path, 0o600) == 0)
            try FileManager.default.moveItem(atPath: path, toPath: other)
            #expect(FileBirth(path: other) == birth)
            #expect(FileBirth(path: path) == nil)
        }
    }

    /// As statx(2) tells it of the root of a file system that was there before this process.
    @Test func `are those of other files`() throws {
        try withTemporaryDirectory { directory in
            guard let birth = FileBirth(path: directory) else { return }
            var status = stat()
            #expect(stat(directory, &status) == 0)
            #expect(birth != FileBirth(path: "/"))
        }
    }
}
