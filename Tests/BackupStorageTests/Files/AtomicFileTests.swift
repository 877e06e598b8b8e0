import Foundation
import Testing

@testable import BackupStorage

@Suite struct `Small files that are there whole or not at all` {
    @Test func `take no other one's place`() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/a.yaml"
            try AtomicFile.write(Array("one".utf8), to: path)
            let error = #expect(throws: StorageError.self) { try AtomicFile.write(Array("two".utf8), to: path) }
            #expect(error?.code == .occupied)
            #expect(error?.description == "\(path) is there already: another run has made it meanwhile")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "one")
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["a.yaml"])
        }
    }

    @Test func `are there not at all if a directory cannot hold them`() throws {
        try withTemporaryDirectory { directory in
            #expect(throws: StorageError.self) { try AtomicFile.write([1], to: "\(directory)/absent/a.yaml") }
            try FileManager.default.createDirectory(atPath: "\(directory)/taken", withIntermediateDirectories: false)
            #expect(throws: StorageError.self) { try AtomicFile.write([1], to: "\(directory)/taken") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["taken"])
        }
    }

    /// Else a backup would end with an error and be taken for one that has ended well.
    @Test func `are taken away again if their names do not get to the device`() throws {
        try withTemporaryDirectory { directory in
            let path = "\(directory)/a.yaml"
            let error = #expect(throws: StorageError.self) {
                try AtomicFile.write([1], to: path, synchronise: self.refuse)
            }
            #expect(error?.message == "refused \(path), which is there")
            let names = try FileManager.default.contentsOfDirectory(atPath: directory)
            #expect(names == [])
        }
    }

    private func refuse(_ path: String) throws(StorageError) {
        let place = FileManager.default.fileExists(atPath: path) ? "there" : "not there"
        throw StorageError("refused \(path), which is \(place)", number: EIO)
    }
}
