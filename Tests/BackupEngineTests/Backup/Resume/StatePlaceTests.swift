import BackupStorage
import Foundation
import Testing

@testable import BackupEngine

@Suite struct `The place of a state` {
    private func withDirectory(_ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }

    private func plan(_ destination: BackupPlan.Destination, state: String) -> BackupPlan {
        var plan = BackupPlan(namespace: "test", destination: destination)
        plan.stateDestination = state
        return plan
    }

    @Test(arguments: ["x.asb", "./x.asb", "a/../x.asb", "b/x.asb"])
    func `is not that of the records`(state: String) throws {
        try self.withDirectory { directory in
            let files = FileManager.default
            try files.createDirectory(atPath: directory + "/a", withIntermediateDirectories: false)
            try files.createSymbolicLink(atPath: directory + "/b", withDestinationPath: ".")
            let path = directory + "/" + state
            let plan = self.plan(.file(path: directory + "/x.asb"), state: path)
            let error = #expect(throws: JobError.self) { try plan.checkStateFile() }
            #expect(error?.message.contains(path) == true)
            try Data().write(to: URL(filePath: directory + "/x.asb"))
            #expect(throws: JobError.self) { try plan.checkStateFile() }
            #expect(throws: Never.self) { try self.plan(plan.destination, state: path + ".state").checkStateFile() }
        }
    }

    @Test(arguments: [
        ("d/x.asb", false), ("d/./test.manifest.yaml", false), ("d/x.asb.state", true), ("d/x", true), ("d", true),
        ("x.asb", true), ("e/x.asb", true),
    ])
    func `is not that of files of the directory`(state: String, isRight: Bool) throws {
        try self.withDirectory { directory in
            for name in ["/d", "/e"] {
                try FileManager.default.createDirectory(atPath: directory + name, withIntermediateDirectories: false)
            }
            for destination in ["/d", "/d/", "/e/../d"] {
                let plan = self.plan(
                    .directory(path: directory + destination, prefix: "test"),
                    state: directory + "/" + state
                )
                let isAccepted = (try? plan.checkStateFile()) != nil
                #expect(isAccepted == isRight)
            }
        }
    }

    /// The directory is made after the place of the state is looked for.
    @Test(arguments: ["n", "n/", "./n//", "a/../n", "b/n"])
    func `is in the directory of the backup, however that is written`(state: String) throws {
        try self.withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory + "/a", withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(atPath: directory + "/b", withDestinationPath: ".")
            for written in ["/n", "/n/"] {
                let plan = self.plan(
                    .directory(path: directory + written, prefix: "test"),
                    state: directory + "/" + state
                )
                let path = plan.stateFile(isDirectory: BackupDirectory.exists)
                #expect(BackupDirectory.name(of: path) == "test.asb.state")
                #expect(!plan.hasStateElsewhere)
            }
        }
    }
}
