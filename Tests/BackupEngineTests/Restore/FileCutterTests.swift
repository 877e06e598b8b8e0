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

    /// Each bin would fit, and so would any number of them: the window ends in the name of the next.
    @Test func `takes a record for damage as soon as more than any can have is there`() throws {
        var window = Array((Self.head + "+ n test\n+ d AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+ g 1\n+ t 0\n+ b 3\n").utf8)
        for name in ["a", "b"] {
            window += Array("- S \(name) 2048 \(String(repeating: "x", count: 2048))".utf8)
            window.append(UInt8(ascii: "\n"))
        }
        window += Array("- S c".utf8)
        var cutter = FileCutter(fileName: "f.asb", buffers: RestoreBuffers(), largestBlock: 4096)
        var used = 0
        guard case .head = cutter.next(window.span.bytes, used: &used) else { throw JobError(.format, "no head") }
        window.removeFirst(used)
        guard case .piece = cutter.next(window.span.bytes, used: &used) else {
            Issue.record("\(window.count) bytes are not enough")
            return
        }
        #expect(used == window.count)
    }

    private static func record(_ value: Int) -> String {
        "+ n test\n+ d AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+ g 1\n+ t 0\n+ b 1\n- S a \(value) "
            + String(repeating: "x", count: value) + "\n"
    }

    /// After a large block the window is large: what is in it is still cut into pieces of the usual size.
    @Test func `a large window gives pieces of the usual size`() throws {
        let small = Self.record(100_000)
        let large = Self.record(3 << 20)
        var window = Array(
            (Self.head + String(repeating: small, count: 15) + large + String(repeating: small, count: 32)).utf8
        )
        var cutter = FileCutter(fileName: "f.asb", buffers: RestoreBuffers())
        var used = 0
        guard case .head = cutter.next(window.span.bytes, used: &used) else { throw JobError(.format, "no head") }
        window.removeFirst(used)
        cutter.isFinal = true
        var sizes: [Int] = []
        var line = 4
        while case .piece(let piece) = cutter.next(window.span.bytes, used: &used) {
            #expect(piece.bytes == Array(window[..<used]) && piece.firstLine == line)
            line += piece.bytes.count { $0 == 0x0A }
            sizes.append(used)
            window.removeFirst(used)
        }
        // 11 small records reach 1 MiB (1,048,576 bytes), and so do 4 and the large one.
        let (one, other) = (small.utf8.count, large.utf8.count)
        #expect(sizes == [11 * one, 4 * one + other, 11 * one, 11 * one, 10 * one])
        #expect(window.isEmpty)
    }

    /// The pieces of blocks behind a head, of which the window first holds so many bytes, and then twice as many each time that more is
    /// wanted.
    private func pieces(of blocks: String, startingWith count: Int) throws -> [String] {
        var rest = Array((Self.head + blocks).utf8)[...]
        var cutter = FileCutter(fileName: "f.asb", buffers: RestoreBuffers())
        var pieces: [String] = []
        var count = count
        while true {
            let window = Array(rest.prefix(count))
            var used = 0
            let step = cutter.next(window.span.bytes, used: &used)
            rest = rest.dropFirst(used)
            switch step {
            case .head: break
            case .piece(let piece): pieces.append(String(decoding: piece.bytes, as: UTF8.self))
            case .needMore:
                if window.count == rest.count { cutter.isFinal = true }
                count *= 2
            case .end: return pieces
            case .damage(let error): throw error
            }
        }
    }

    /// Every second byte is a backslash, so that there are no more than the parser takes. The second window holds 1.2 MB of it.
    @Test func `a line that only the skipper finds too long is waited for, and what follows comes too`() throws {
        let line = "* e test s e N 1 null N " + String(repeating: "\\A", count: 900_000) + "\n"
        let record = Self.record(10)
        #expect(try self.pieces(of: record + line + record, startingWith: 600_000) == [record, line, record])
    }

    @Test func `blocks in front of damage are a piece, and damage is the last`() throws {
        let record = Self.record(10)
        let damage = "+ n test\n? x 1\n" + record
        #expect(try self.pieces(of: record + record + damage, startingWith: 1 << 20) == [record + record, damage])
    }

    @Test(arguments: [(0, 1), (1, 1), (1 << 20, 1), (16 << 20, 1), ((16 << 20) + 1, 2), (176 << 20, 11)])
    func `a piece counts for as many as it is large`(bytes: Int, places: Int) {
        #expect(RestoreContext.places(ofPiece: bytes) == places)
    }
}
