import Foundation
import Testing

@testable import BackupStorage

@Suite struct `Two paths` {
    private static let missing: [(String, String, Bool)] = [
        ("x", "x", true), ("x", "x/", true), ("x//", "./x", true), ("x/.", "x", true), ("a/../x", "x", true),
        ("x", "y", false), ("x", "a/x", false), ("x/y", "x", false), ("nowhere/x", "nowhere//x/", true),
        ("nowhere/x", "elsewhere/x", false), ("e\u{301}", "\u{E9}", false),
    ]

    @Test(arguments: Self.missing)
    func `may lead to one place that has to be made`(one: String, other: String, isSame: Bool) throws {
        try withTemporaryDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory + "/a", withIntermediateDirectories: false)
            #expect(PathComparison.isSame(directory + "/" + one, directory + "/" + other) == isSame)
        }
    }

    @Test func `may lead to one place in other ways`() throws {
        try withTemporaryDirectory { directory in
            let files = FileManager.default
            try files.createDirectory(atPath: directory + "/a", withIntermediateDirectories: false)
            try files.createSymbolicLink(atPath: directory + "/b", withDestinationPath: "a")
            #expect(PathComparison.isSame(directory + "/a", directory + "/b/"))
            #expect(PathComparison.isSame(directory + "/a/x", directory + "/b/x"))
            try Data().write(to: URL(filePath: directory + "/a/x"))
            #expect(PathComparison.isSame(directory + "/a/x", directory + "/b/x"))
            #expect(!PathComparison.isSame(directory + "/a/x", directory + "/b/y"))
            try files.linkItem(atPath: directory + "/a/x", toPath: directory + "/a/y")
            #expect(PathComparison.isSame(directory + "/a/x", directory + "/b/y"))
        }
    }
}
