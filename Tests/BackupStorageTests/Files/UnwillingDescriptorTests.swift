import Foundation
import Glibc
import Testing

@testable import BackupStorage

@Suite struct `Descriptors that take nothing, or keep nothing` {
    /// More than a pipe or a socket holds.
    private static let text = [UInt8](repeating: 0x61, count: 8 << 20)

    private func output(_ descriptor: Int32, closes: Bool = false) -> DescriptorOutput {
        DescriptorOutput(path: "output", descriptor: descriptor, closes: closes, cipher: nil)
    }

    private func code(of body: () throws -> Void) -> StorageError.Code? {
        do { try body() } catch { return (error as? StorageError)?.code }
        return nil
    }

    @Test func `a pipe that nobody reads is not waited for once the user wants an end`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0 && fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
        defer { for end in ends { close(end) } }
        let output = self.output(ends[1])
        output.abandon()
        try output.writeBlocking(Self.text, 0..<10)
        let code = self.code { try output.writeBlocking(Self.text, 0..<Self.text.count) }
        #expect(code == .abandoned)
        #expect(output.length == 10)
        #expect(output.excess > 0)
    }

    /// The descriptor waits in its writes, as standard output does that somebody else may share.
    @Test func `a socket that nobody reads is not waited for once the user wants an end`() throws {
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        let output = self.output(ends[1])
        output.abandon()
        try output.writeBlocking(Self.text, 0..<10)
        let code = self.code { try output.writeBlocking(Self.text, 0..<Self.text.count) }
        #expect(code == .abandoned)
        #expect(fcntl(ends[1], F_GETFL) & O_NONBLOCK == 0)
        #expect(output.length == 10)
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(read(ends[0], &bytes, 10) == 10 && bytes == Array(Self.text[..<10]))
    }

    @Test func `a socket whose other end is closed is an error`() throws {
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        close(ends[0])
        defer { close(ends[1]) }
        #expect(throws: StorageError.self) { try self.output(ends[1]).writeBlocking(Self.text, 0..<10) }
    }

    /// A file below /proc is a regular one, and answers fsync(2) with EINVAL as a pipe does.
    @Test(arguments: [true, false]) func `a regular file that cannot be brought to the device is an error`(
        closes: Bool
    ) throws {
        let path = "/proc/self/coredump_filter"
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { if !closes { close(descriptor) } }
        try #require(fsync(descriptor) != 0 && errno == EINVAL)
        // What it says already.
        let value = Array("0x".utf8) + Array(try Data(contentsOf: URL(filePath: path)))
        let output = self.output(descriptor, closes: closes)
        try output.writeBlocking(value, 0..<value.count)
        do {
            try output.finishBlocking()
            Issue.record("it counts as kept")
        } catch let error as StorageError {
            #expect(error.message == "Error while flushing backup file output" && error.number == EINVAL)
        }
        if !closes { #expect(fcntl(descriptor, F_GETFD) >= 0) }
    }

    @Test func `pipes and devices have nothing to bring anywhere`() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let output = self.output(ends[1])
        try output.writeBlocking(Self.text, 0..<10)
        try output.finishBlocking()
        let device = try await DescriptorOutput.open(special: "/dev/null", encryption: nil)
        try device.writeBlocking(Self.text, 0..<10)
        try device.finishBlocking()
    }
}
