import BackupStorage
import Foundation
import Testing

@testable import BackupEngine

@Suite struct `The file of a backup that ends before anything is written` {
    @Test(arguments: [nil, EncryptionKey(mode: .aes128, secret: [1])])
    func `is removed, so that the backup can be continued`(key: EncryptionKey?) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        var plan = BackupPlan(namespace: "test", destination: .file(path: path))
        plan.container = FileContainer(encryption: key)
        let file = try await SingleFile.create(path: path, replacing: false, encryption: key)
        #expect(FileManager.default.fileExists(atPath: path))
        let state = try BackupOutput(plan: plan, shared: file).park()
        #expect(state.files.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
