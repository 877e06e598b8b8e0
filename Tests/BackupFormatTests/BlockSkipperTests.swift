import AerospikeProtocol
import Foundation
import Testing

@testable import BackupFormat

@Suite struct `Finding the ends of blocks` {
    private static func text(_ name: String) -> [UInt8] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/asb/real-4.5.8/\(name)").standardized
        return (try? Data(contentsOf: file)).map(Array.init) ?? []
    }

    /// The offsets at which the parser sees blocks begin, and where the file ends.
    private func boundaries(_ text: [UInt8]) throws -> [Int] {
        var parser = BlockParser()
        var record = RecordLayout()
        guard case .head(_, var offset) = try parser.parseHead(text.view, at: 0, isFinal: true) else { return [] }
        var boundaries = [offset]
        while true {
            switch try parser.parseBlock(text.view, at: offset, isFinal: true, into: &record) {
            case .record(let next), .index(_, let next), .module(_, let next):
                offset = next
                boundaries.append(next)
            case .end, .needMore: return boundaries
            }
        }
    }

    @Test(arguments: ["single.asb", "compact.asb", "no-bins.asb", "set-people-bins.asb"])
    func `a window cut anywhere is whole up to the last block the parser sees`(name: String) throws {
        let text = Self.text(name)
        let boundaries = try self.boundaries(text)
        #expect(boundaries.count > 14)
        let first = boundaries[0]
        let skipper = BlockSkipper(legacy: false)
        for end in stride(from: first + 1, through: min(text.count, first + 20_000), by: 1) {
            let window = Array(text[first..<end])
            let last = boundaries.last { $0 <= end } ?? first
            switch skipper.skip(window.view) {
            case .whole: #expect(last == end)
            case .cut(let offset, let minimum):
                #expect(first + offset == last)
                let next = boundaries.first { $0 > last } ?? text.count
                #expect(minimum > end - last && minimum <= next - last)
            case .damaged, .enough:
                Issue.record("damage in a real backup cut at \(end), or an end that nobody asked for")
            }
        }
        let blocks = Array(text[first...])
        #expect(skipper.skip(blocks.view) == .whole)
    }

    @Test(arguments: ["single.asb", "compact.asb"])
    func `a walk ends with the block that reaches its limit`(name: String) throws {
        let text = Self.text(name)
        let boundaries = try self.boundaries(text)
        let first = boundaries[0]
        let blocks = Array(text[first...])
        for limit in stride(from: 1, through: blocks.count + 1, by: 7) {
            let end = boundaries.first { $0 - first >= limit }.map { $0 - first } ?? blocks.count
            let expected: BlockSkipper.Result = end == blocks.count ? .whole : .enough(at: end)
            #expect(BlockSkipper(legacy: false).skip(blocks.view, limit: limit) == expected, "limit \(limit)")
        }
    }

    @Test(arguments: ["+ n ", "+ d ", "+ k S ", "+ b ", "- I ", "* i ", "* u L ", "+ b 1\n- S ", "+ b 1\n- S a "])
    func `a line without end is damage and not waited for`(beginning: String) {
        let text = (beginning.hasPrefix("-") ? "+ b 1\n" : "") + beginning
        let short = Array((text + String(repeating: "1", count: 1 << 19)).utf8)
        guard case .cut(at: 0, _) = BlockSkipper(legacy: false).skip(short.view) else {
            Issue.record("\(beginning): not waited for")
            return
        }
        let long = short + Array(repeating: UInt8(ascii: "1"), count: 1 << 20)
        #expect(BlockSkipper(legacy: false).skip(long.view) == .damaged(at: 0))
    }

    @Test func `more bins than a record can have are damage`() {
        let text = Array("+ b 65536\n- N a\n".utf8)
        #expect(BlockSkipper(legacy: false).skip(text.view) == .damaged(at: 0))
    }

    /// The original takes all of these for 0 (`Spec/asb-format.md` §3), and so does the parser.
    @Test(arguments: ["", "0", "000", "-", "-0", "-00"]) func `every way to say no bins is seen`(count: String) throws {
        let text = Array("+ n test\n+ d AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+ g 1\n+ t 0\n+ b \(count)\n".utf8)
        var parser = BlockParser()
        var record = RecordLayout()
        guard case .record(text.count) = try parser.parseBlock(text.view, at: 0, isFinal: true, into: &record) else {
            Issue.record("no record")
            return
        }
        #expect(record.bins.isEmpty)
        #expect(BlockSkipper(legacy: false).skip(text.view) == .whole)
        #expect(BlockSkipper(legacy: false).skip((text + text).view, limit: 1) == .enough(at: text.count))
    }

    @Test(arguments: [
        "x", "\n", "+ x", "- I a 1\n", "+ n a\n+ d b\n- I a 1\n", "+ b x\n", "+ b 1\nx",
        "+ b 1\n- S a x b\n", "+ b 1\n- S a 1 bb\n",
    ])
    func `what is no block is damage or unfinished`(text: String) {
        let bytes = Array((text + String(repeating: "?", count: 0)).utf8)
        switch BlockSkipper(legacy: false).skip(bytes.view) {
        case .whole, .enough: Issue.record("taken for a block: \(text)")
        case .cut(let offset, _), .damaged(let offset): #expect(offset == 0)
        }
    }

    /// Whatever bytes are changed, the skipper ends, and the pieces it names lie inside the window.
    @Test(arguments: 0..<20) func `changed bytes never lead out of the window`(seed: Int) {
        var generator = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        var text = Array(Self.text("single.asb").dropFirst(40))
        for _ in 0..<200 {
            generator ^= generator << 13
            generator ^= generator >> 7
            generator ^= generator << 17
            text[Int(generator % UInt64(text.count))] = UInt8(truncatingIfNeeded: generator >> 40)
        }
        for limit in [Int.max, text.count / 2] {
            switch BlockSkipper(legacy: false).skip(text.view, limit: limit) {
            case .whole: break
            case .enough(let offset): #expect(offset >= limit && offset < text.count, "seed \(seed)")
            case .cut(let offset, _), .damaged(let offset): #expect(offset >= 0 && offset < text.count, "seed \(seed)")
            }
        }
    }
}
