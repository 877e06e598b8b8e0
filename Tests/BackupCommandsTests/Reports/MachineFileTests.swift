import BackupStorage
import Foundation
import Logging
import Synchronization
import Testing

@testable import BackupCommands

/// The file of `--machine` is often a named pipe, whose reader may be late, stop, or go.
@Suite struct `Files for programs` {
    /// Keeps what is logged.
    private final class Log: LogHandler, Sendable {
        private let captured = Mutex<[(level: Logger.Level, text: String)]>([])

        var lines: [(level: Logger.Level, text: String)] { self.captured.withLock { $0 } }
        var logger: Logger { Logger(label: "test") { _ in self } }
        var metadata: Logger.Metadata {
            get { [:] }
            set {}
        }
        var logLevel: Logger.Level {
            get { .info }
            set {}
        }

        subscript(metadataKey _: String) -> Logger.Metadata.Value? {
            get { nil }
            set {}
        }

        func log(event: LogEvent) { self.captured.withLock { $0.append((event.level, "\(event.message)")) } }
    }

    private static func withPath(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { unlink(path) }
        try await body(path)
    }

    private static func withPipe(_ body: (String) async throws -> Void) async throws {
        try await Self.withPath { path in
            try #require(mkfifo(path, 0o600) == 0)
            try await body(path)
        }
    }

    /// What is in a pipe now.
    private static func read(_ pipe: Int32) -> String {
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(pipe, &piece, piece.count)
            guard count > 0 else { return String(decoding: text, as: UTF8.self) }
            text += piece[..<count]
        }
    }

    @Test func `are appended to`() async throws {
        try await Self.withPath { path in
            try Data("before\n".utf8).write(to: URL(filePath: path))
            let file = try await MachineFile.open(path: path, logger: Log().logger)
            file.write(["A:1", "B:2"])
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "before\nA:1\nB:2\n")
        }
    }

    @Test func `that cannot be opened are told with the words of the original`() async throws {
        let error = await #expect(throws: StorageError.self) {
            try await MachineFile.open(path: "/no/such", logger: Log().logger)
        }
        #expect(error?.description.hasPrefix("Error while opening machine-readable file /no/such") == true)
    }

    /// The wait would be without end, and in a call that no cancellation reaches.
    @Test func `are waited for until the run is cancelled`() async throws {
        try await Self.withPipe { path in
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await MachineFile.open(path: path, logger: Log().logger) }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
        }
    }

    @Test func `are waited for until somebody reads`() async throws {
        try await Self.withPipe { path in
            async let opened = MachineFile.open(path: path, logger: Log().logger)
            let pipe = Glibc.open(path, O_RDONLY | O_NONBLOCK)
            defer { close(pipe) }
            try await opened.write(["A:1"])
            #expect(Self.read(pipe) == "A:1\n")
        }
    }

    @Test func `that are full lose whole lines, and say so once`() async throws {
        try await Self.withPipe { path in
            let pipe = Glibc.open(path, O_RDONLY | O_NONBLOCK)
            defer { close(pipe) }
            let log = Log()
            let file = try await MachineFile.open(path: path, logger: log.logger)
            let lines = (0..<20_000).map { "PROGRESS:\($0)" }
            file.write(lines)
            let taken = Self.read(pipe).split(separator: "\n", omittingEmptySubsequences: false)
            #expect(taken.count > 1 && taken.count < lines.count && taken.last == "")
            #expect(taken.dropLast().elementsEqual(lines.prefix(taken.count - 1)) { String($0) == $1 })
            file.write(["SUMMARY"])
            #expect(Self.read(pipe) == "SUMMARY\n")
            file.write(lines)
            #expect(log.lines.map(\.level) == [.warning])
            #expect(log.lines.first?.text.contains(path) == true)
        }
    }

    @Test func `whose reader is gone end nothing, and are written again for the next`() async throws {
        signal(SIGPIPE, SIG_IGN)
        try await Self.withPipe { path in
            let first = Glibc.open(path, O_RDONLY | O_NONBLOCK)
            let log = Log()
            let file = try await MachineFile.open(path: path, logger: log.logger)
            close(first)
            file.write(["A:1"])
            file.write(["B:2"])
            let second = Glibc.open(path, O_RDONLY | O_NONBLOCK)
            defer { close(second) }
            file.write(["C:3"])
            #expect(Self.read(second) == "C:3\n")
            #expect(log.lines.map(\.level) == [.error])
            #expect(log.lines.first?.text.hasPrefix("Error while writing machine-readable file \(path)") == true)
        }
    }
}
