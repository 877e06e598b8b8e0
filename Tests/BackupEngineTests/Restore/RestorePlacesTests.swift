import BackupStorage
import Foundation
import Testing

@testable import BackupEngine

@Suite struct `Places of what a restore writes` {
    private static let places: [(path: String, isRight: Bool)] = [
        ("d/x.asb", false), ("d/./test.manifest.yaml", false), ("e/../d/x.asb", false), ("link/x.asb", false),
        ("d/x.asb.reasons", true), ("d/.asb", true), ("d/x", true), ("d/x.journal", true), ("x.asb", true),
        ("e/x.asb", true), ("d/f/x.asb", true),
    ]

    private func withDirectory(_ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        for name in ["d/f", "e"] {
            let path = url.appending(path: name)
            try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(atPath: url.path + "/link", withDestinationPath: "d")
        try body(url.path)
    }

    @Test(arguments: places) func `are none of a file of the backup`(path: String, isRight: Bool) throws {
        try self.withDirectory { directory in
            let path = directory + "/" + path
            let sources: [RestorePlan.Source] = [
                .directory(path: directory + "/d"), .directory(path: directory + "/e/.././d/"),
                .directories(paths: [directory + "/nowhere", directory + "/d"]),
            ]
            for source in sources {
                var (journal, resumed, rejected) = (
                    RestorePlan(source: source), RestorePlan(source: source), RestorePlan(source: source)
                )
                journal.journal = .file(path: path)
                resumed.journal = .resume(path: path)
                rejected.rejectedPath = path
                for plan in [journal, resumed, rejected] {
                    guard !isRight else {
                        #expect(throws: Never.self) { try plan.checkPlaces() }
                        continue
                    }
                    let error = #expect(throws: JobError.self) { try plan.checkPlaces() }
                    #expect(error?.message.contains(path) == true)
                    #expect(error?.message.hasSuffix("name one in another directory") == true)
                }
            }
        }
    }

    /// Beside a single file others may lie, but no manifest that is none.
    @Test(arguments: [("d/y.asb", true), ("d/y.manifest.yaml", false), ("e/y.manifest.yaml", true)])
    func `may be beside a single file`(path: String, isRight: Bool) throws {
        try self.withDirectory { directory in
            var plan = RestorePlan(source: .file(path: directory + "/d/x.asb"))
            plan.rejectedPath = directory + "/" + path
            #expect(((try? plan.checkPlaces()) != nil) == isRight)
            plan.source = .standardInput(name: "-", size: nil)
            #expect(throws: Never.self) { try plan.checkPlaces() }
        }
    }
}
