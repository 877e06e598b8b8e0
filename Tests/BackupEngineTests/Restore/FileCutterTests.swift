import AerospikeProtocol
import Testing

@testable import BackupEngine

@Suite struct `Cutting files` {
    private static let head = "Version 3.1\n# namespace test\n# first-file\n"

    /// What follows the head, with the beginning of a record whose bin says that it has so many bytes.
    private func step(bin size: Int) throws -> FileCutter.Step {
        let record = "+ n test\n+ d AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+ s s\n+ g 1\n+ t 0\n+ b 1\n- S a \(size) xyz"
        var cutter = FileCutter(fileName: "f.asb", buffers: RestoreBuffers())
        let window = Array((Self.head + record).utf8)
        var used = 0
        guard case .head = cutter.next(window.span.bytes, used: &used) else { throw JobError(.format, "no head") }
        let rest = Array(window[used...])
        return cutter.next(rest.span.bytes, used: &used)
    }

    @Test(arguments: [4, 8 << 20, 128 << 20, (128 << 20) / 3 * 4])
    func `waits for the rest of any record that a server can hold`(size: Int) throws {
        guard case .needMore = try self.step(bin: size) else {
            Issue.record("a bin of \(size) bytes is not waited for")
            return
        }
    }

    @Test(arguments: [176 << 20, 1 << 30, 1 << 50, Int.max])
    func `takes what no server can hold for damage`(size: Int) throws {
        guard case .piece = try self.step(bin: size) else {
            Issue.record("a bin of \(size) bytes is waited for")
            return
        }
    }
}
