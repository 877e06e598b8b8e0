import Glibc
import Synchronization
import Testing

@testable import CommandLineInterface

@Suite struct `Output to somebody who may not read` {
    private static func withPipe(_ body: (_ reader: Int32, _ writer: Int32) async throws -> Void) async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        try await body(ends[0], ends[1])
    }

    private static func read(_ pipe: Int32, _ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: count)
        while bytes.count < count {
            let taken = Glibc.read(pipe, &piece, count - bytes.count)
            guard taken > 0 else { break }
            bytes += piece[..<taken]
        }
        return bytes
    }

    /// More than a pipe holds, so that the writer waits for the reader again and again.
    @Test func `is waited for as long as there is time`() async throws {
        let text = (0..<40_000).map { "line \($0)\n" }.joined()
        try await Self.withPipe { reader, writer in
            async let read = Self.read(reader, text.utf8.count)
            PatientOutput(descriptor: writer) { nil }.write(text)
            #expect(await read.elementsEqual(text.utf8))
        }
    }

    @Test func `is given up in a hurry, and taken up when there is room`() async throws {
        let text = String(repeating: "x", count: 1 << 20)
        try await Self.withPipe { reader, writer in
            let output = PatientOutput(descriptor: writer) { 0 }
            output.write(text)
            #expect(fcntl(reader, F_SETFL, O_NONBLOCK) == 0)
            let taken = Self.read(reader, text.utf8.count).count
            #expect(taken > 0 && taken < text.utf8.count)
            output.write("again\n")
            #expect(Self.read(reader, 6).elementsEqual("again\n".utf8))
        }
    }

    /// The writer waits already when the hurry begins: a pipe holds sixteen pieces.
    @Test func `is given up when the hurry begins`() async throws {
        let looks = Atomic(0)
        let text = String(repeating: "x", count: 1 << 20)
        try await Self.withPipe { _, writer in
            PatientOutput(descriptor: writer) { looks.add(1, ordering: .relaxed).newValue > 20 ? 0 : nil }.write(text)
        }
        #expect(looks.load(ordering: .relaxed) > 20)
    }

    @Test func `is given up if nobody is there`() async throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        PatientOutput(descriptor: ends[1]) { nil }.write(String(repeating: "x", count: 1 << 20))
        close(ends[1])
        PatientOutput(descriptor: -1) { 0 }.write("x")
    }
}
