import AerospikeProtocol
import BackupFormat
import Testing

@Suite struct `Windows of a file` {
    /// Every kind of block, short enough to be cut everywhere.
    static let text: [UInt8] = {
        var generator = SplitMix64(seed: 7)
        let messages = (0..<12).map { _ in generator.scanMessage() }
        let globals = """
            Version 3.1
            # namespace test
            # first-file
            * i test  idx_age N 1 age N
            * i test people\\ x idx_ctx L 1 nested N lhABI8zIIqMDaWQ=
            * e test  idx_e N 1 null N kwGTUQIBAQ==
            * u L add.lua 31 function add(r,a) return a end


            """
        let plain = (try? BackupFormatTests.text(of: messages)) ?? []
        let compact = (try? BackupFormatTests.text(of: messages, compact: true)) ?? []
        return Array(globals.utf8) + plain + compact
    }()

    /// What a parse came to: one word per block.
    static func words(_ text: [UInt8], from start: Int = 0, isFinal: Bool = true) throws -> [String] {
        var parser = BlockParser()
        var layout = RecordLayout()
        var words: [String] = []
        guard case .head(let head, var next) = try parser.parseHead(text.view, at: start, isFinal: isFinal) else {
            return ["more"]
        }
        words.append("head \(head.isFirstFile)")
        while true {
            switch try parser.parseBlock(text.view, at: next, isFinal: isFinal, into: &layout) {
            case .needMore(let minimum):
                if let minimum { #expect(next + minimum > text.count) }
                return words + ["more"]
            case .record(let end):
                words.append("record \(layout.digest) \(layout.bins.count) \(layout.range.count)")
                next = end
            case .index(let definition, let end):
                words.append("index \(definition)")
                next = end
            case .module(let module, let end):
                words.append("module \(module)")
                next = end
            case .end: return words + ["end"]
            }
        }
    }

    @Test func `are wanted longer wherever they are cut, and then all is well`() throws {
        let whole = try Self.words(Self.text)
        #expect(whole.last == "end")
        for count in 0..<Self.text.count {
            let part = try Self.words(Array(Self.text[..<count]), isFinal: false)
            #expect(part.last == "more", "cut behind \(count) bytes")
            #expect(part.dropLast() == whole.prefix(part.count - 1), "cut behind \(count) bytes")
        }
    }

    @Test func `give an error wherever the file is cut inside a block`() throws {
        let whole = try Self.words(Self.text)
        for count in 0..<Self.text.count {
            do {
                let part = try Self.words(Array(Self.text[..<count]))
                // No error: the cut is between blocks, or between lines of the head.
                #expect(
                    part.dropLast().dropFirst() == whole.prefix(part.count - 1).dropFirst(),
                    "cut behind \(count) bytes"
                )
                #expect(Self.text[count - 1] == 0x0A)
            } catch let error as FormatError {
                #expect([.unexpectedEnd, .badHead, .badMetaLine].contains(error.code), "cut behind \(count) bytes")
            }
        }
    }

    @Test func `may be moved block by block`() throws {
        let whole = try Self.words(Self.text)
        var parser = BlockParser()
        var layout = RecordLayout()
        guard case .head(_, let first) = try parser.parseHead(Self.text.view, at: 0, isFinal: false) else { return }
        var start = first
        parser.discard(first, of: Self.text.view)
        var size = 1
        var blocks = 0
        // The window grows by one byte, or to what is asked for, and starts again behind each block.
        while true {
            let window = Array(Self.text[start..<min(start + size, Self.text.count)])
            let isFinal = start + size >= Self.text.count
            switch try parser.parseBlock(window.view, at: 0, isFinal: isFinal, into: &layout) {
            case .needMore(let minimum):
                #expect(minimum ?? .max > window.count)
                size = minimum ?? (size + 1)
                continue
            case .record(let end), .index(_, let end), .module(_, let end):
                #expect(end <= window.count)
                parser.discard(end, of: window.view)
                start += end
                size = 1
                blocks += 1
                continue
            case .end: break
            }
            break
        }
        #expect(blocks == whole.count - 2)
        #expect(parser.firstLine == 1 + Self.text.count { $0 == 0x0A })
    }

    @Test func `say how many bytes a large value wants`() throws {
        let text = Array("+ n test\n+ d AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+ g 1\n+ t 0\n+ b 1\n- S x 5000000 abc".utf8)
        var parser = BlockParser()
        var layout = RecordLayout()
        let result = try parser.parseBlock(text.view, at: 0, isFinal: false, into: &layout)
        guard case .needMore(let minimum) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(minimum == text.count - 3 + 5_000_000 + 1)
    }

    @Test(arguments: 0..<200)
    func `with changed bytes give an error or other blocks, and nothing worse`(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        var text = Self.text
        for _ in 0...generator.below(4) {
            let place = generator.below(text.count)
            switch generator.below(3) {
            case 0: text[place] = UInt8(truncatingIfNeeded: generator.next())
            case 1: text.remove(at: place)
            default: text.insert(UInt8(ascii: "9"), at: place)
            }
        }
        // An unexpected end is an error too: nothing else is thrown, and nothing traps.
        _ = try? Self.words(text)
    }
}
