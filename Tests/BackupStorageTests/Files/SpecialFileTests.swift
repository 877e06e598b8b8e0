import Foundation
import Glibc
import Testing

@testable import BackupStorage

@Suite struct `A named pipe that nobody reads` {
    private func withPipe<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        return try await body(path)
    }

    @Test func `can be given up`() async throws {
        try await self.withPipe { path in
            await withThrowingTaskGroup(of: DescriptorOutput.self) { group in
                group.addTask { try await SingleFile.create(path: path, replacing: false, encryption: nil) }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
        }
    }

    @Test func `is waited for`() async throws {
        try await self.withPipe { path in
            async let output = SingleFile.create(path: path, replacing: false, encryption: nil)
            let reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            defer { close(reader) }
            try await output.write(Array("abc".utf8), 0..<3)
            var bytes = [UInt8](repeating: 0, count: 8)
            #expect(read(reader, &bytes, 8) == 3)
            #expect(bytes.prefix(3) == [0x61, 0x62, 0x63])
        }
    }

    @Test func `is told from what cannot be opened`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        await #expect(throws: StorageError.self) { try await SpecialFile.open(path: path) }
    }
}
