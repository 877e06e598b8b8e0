import Foundation
import Testing

@testable import BackupStorage

@Suite struct `Removing a backup` {
    @Test func `leaves a directory with something else in it`() throws {
        try withTemporaryDirectory { directory in
            for name in ["test_00000.asb", "test.manifest.yaml", "notes"] {
                try Data().write(to: URL(filePath: "\(directory)/\(name)"))
            }
            #expect(try BackupArtifacts.remove(directory: directory) == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["notes"])
        }
    }

    /// A link to it, and a directory by a name that rmdir(2) refuses: as with somewhere to mount a file system, its files are
    /// removed all the same.
    @Test func `is done although the directory cannot be removed`() throws {
        try withTemporaryDirectory { directory in
            let (real, link) = ("\(directory)/real", "\(directory)/link")
            try FileManager.default.createDirectory(atPath: real, withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real")
            for (path, number) in [(link, ENOTDIR), ("\(real)/.", EINVAL)] {
                try Data().write(to: URL(filePath: "\(real)/test_00000.asb"))
                let reason = try BackupArtifacts.remove(directory: path)
                #expect(reason?.number == number)
                #expect(reason?.message == "The backup is removed, but not its directory \(path)")
                #expect(try FileManager.default.contentsOfDirectory(atPath: real) == [])
            }
        }
    }
}
