import BackupStorage
import Testing

@testable import BackupEngine

@Suite struct `Journals of restores` {
    /// A journal of some files, with options and names that need care.
    private static func begun(_ random: inout SplitMix64) -> JournalState {
        var journal = JournalState()
        journal.options = [.init(name: "sets", value: "a b,100%\n"), .init(name: "bins", value: "")]
        journal.nodes = ["BB9020011AC4202"]
        journal.files = (0..<1 + random.below(4)).map { number in
            JournalState.File(name: "te st_\(number).asb", size: number == 0 ? nil : UInt64(random.below(1 << 40)))
        }
        if random.below(2) == 0 { journal.rejected = JournalState.Rejected(path: "/a dir/r.asb") }
        journal.earlierRejected = (0..<random.below(3)).map { number in
            let endings = number == 0 ? nil : Self.endings(&random)
            return .init(
                path: "/a dir/\(number)",
                records: number + 1,
                bytes: UInt64(random.below(99)),
                reasonBytes: 1 << 56,
                endings: endings
            )
        }
        return journal
    }

    private static func endings(_ random: inout SplitMix64) -> JournalState.Endings? {
        let checksums = (0..<2).compactMap { _ in try? Checksum(of: [UInt8(random.below(256))]) }
        return checksums.count == 2 ? .init(records: checksums[0], reasons: checksums[1]) : nil
    }

    private static func part(_ random: inout SplitMix64, of journal: JournalState) -> JournalState.Part {
        let start = UInt64(random.below(10_000))
        var counts = RecordCounts()
        for field in RecordCounts.fields { counts[keyPath: field] = random.below(100) }
        let ranges = [start..<start + 1 + UInt64(random.below(500)), start + 600..<start + 700]
        return .init(file: random.below(journal.files.count), ranges: ranges, counts: counts)
    }

    @Test(arguments: UInt64(0)..<25) func `what is written is read`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var journal = Self.begun(&random)
        var text = journal.text
        for number in 1...8 {
            if let rejected = journal.rejected {
                journal.rejected = .init(
                    path: rejected.path,
                    records: number,
                    bytes: UInt64(number * 7),
                    reasonBytes: UInt64(number * 3),
                    endings: random.below(2) == 0 ? nil : Self.endings(&random)
                )
            }
            let part = Self.part(&random, of: journal)
            journal.apply(part)
            text += journal.line(part) + "\n"
            // Both the lines that were appended and the journal written anew say the same.
            #expect(try JournalState(text: Array(text.utf8)) == journal, "seed \(seed)")
            #expect(try JournalState(text: Array(journal.text.utf8)) == journal, "seed \(seed)")
        }
        journal.files[0].beginning = .max
        text += JournalState.line(beginning: .max, of: 0) + "\n"
        #expect(try JournalState(text: Array(text.utf8)) == journal)
    }

    /// Found by fuzzing: the line of the counts named a file that there was not.
    @Test func `without files are read as they were written`() throws {
        var journal = JournalState()
        journal.options = [.init(name: "sets", value: "s")]
        journal.counts.inserted = 3
        let again = try JournalState(text: Array(journal.text.utf8))
        #expect(again.options == journal.options && again.files.isEmpty)
        #expect(again.text == journal.text)
    }

    private static let ending = String(repeating: "0123456789abcdef", count: 2)

    @Test func `lines with and without the ends of files of refused records are read`() throws {
        let ending = Self.ending
        let lines = [
            JournalState.firstLine, "rejected r", "file 0 10 name", "rejected a 1 2 3",
            "rejected b 4 5 6 \(ending) \(ending)",
            "done 0 0-5 0 0 0 0 0 0 0 7 8 9 \(ending) \(ending)",
        ]
        let known = JournalState.Endings(
            records: try #require(Checksum(ending)),
            reasons: try #require(Checksum(ending))
        )
        var journal = try JournalState(text: Array((lines.joined(separator: "\n") + "\n").utf8))
        #expect(journal.earlierRejected.map(\.endings) == [nil, known])
        #expect(journal.rejected == .init(path: "r", records: 7, bytes: 8, reasonBytes: 9, endings: known))
        // They are those of the line, and of no later one.
        let later = lines + ["done 0 5-6 0 0 0 0 0 0 0 8 9 10"]
        journal = try JournalState(text: Array((later.joined(separator: "\n") + "\n").utf8))
        #expect(journal.rejected == .init(path: "r", records: 8, bytes: 9, reasonBytes: 10))
    }

    /// Wherever the tool is killed while it writes, what was written whole counts and nothing else.
    @Test(arguments: UInt64(0)..<4) func `a line that was cut off is passed over`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var journal = Self.begun(&random)
        let head = journal.text
        var text = head
        var states = [(end: head.utf8.count, state: journal)]
        for _ in 0..<4 {
            let part = Self.part(&random, of: journal)
            journal.apply(part)
            text += journal.line(part) + "\n"
            states.append((text.utf8.count, journal))
        }
        let bytes = Array(text.utf8)
        for end in head.utf8.count...bytes.count {
            let read = try JournalState(text: Array(bytes[..<end]))
            let expected = states.last { $0.end <= end }?.state
            #expect(read == expected, "seed \(seed), cut at \(end)")
        }
        // A head that was cut off knows fewer files or options: nothing was done yet, and it fits no restore.
        for end in 0..<head.utf8.count {
            guard let read = try? JournalState(text: Array(bytes[..<end])) else { continue }
            #expect(!read.hasProgress)
        }
    }

    @Test(arguments: UInt64(0)..<60) func `no bytes make it trap`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bytes = Array(Self.begun(&random).text.utf8)
        bytes += Array("done 0 0-10 1 0 0 0 1 0 0 0 0 0\ntext 0 ff\n".utf8)
        for _ in 0..<1 + random.below(6) {
            bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
        }
        _ = try? JournalState(text: bytes)
    }

    @Test(arguments: [
        "done 0 5-5 0 0 0 0 0 0 0 0 0 0", "done 0 9-5 0 0 0 0 0 0 0 0 0 0", "done 1 0-5 0 0 0 0 0 0 0 0 0 0",
        "done 0 0-5 0 0 0 0 0 0 0 0 0", "done 0 0-5 -1 0 0 0 0 0 0 0 0 0",
        "done 0 0-99999999999999999999 0 0 0 0 0 0 0 0 0 0", "done 0 0-5 72057594037927937 0 0 0 0 0 0 0 0 0",
        "done 0 0-5 0 0 0 0 0 0 0 9223372036854775807 0 0", "done 0 0-5 0 0 0 0 0 0 0 0 9223372036854775807 0",
        "file 5 0 name", "file 1 x name", "text 0 xyz", "text 7 ff", "option a", "node %f", "else", " ",
        "rejected", "rejected r 0 0 0", "rejected r -1 0 0", "rejected r 1 0", "rejected r 1 0 x",
        "rejected r 1 0 72057594037927937", "#comment", " #", "done 0 0-5, 0 0 0 0 0 0 0 0 0 0",
        "done 0 ,0-5 0 0 0 0 0 0 0 0 0 0", "done 0 0-5- 0 0 0 0 0 0 0 0 0 0", "done 0 0-5-6 0 0 0 0 0 0 0 0 0 0",
        "rejected r 1 0 0 \(ending)", "rejected r 1 0 0 \(ending) x", "rejected r 1 0 0 \(ending) \(ending) \(ending)",
        "done 0 0-5 0 0 0 0 0 0 0 0 0 0 \(ending)", "done 0 0-5 0 0 0 0 0 0 0 0 0 0 \(ending) ",
        "done 0 0-5 0 0 0 0 0 0 0 0 0 0 \(ending) \(ending) \(ending)",
        "done 0 0-5 0 0 0 0 0 0 0 0 0 0 ", "done 0 0-5 0 0 0 0 0 0 0 0 0 0 0",
    ])
    func `other lines are refused with their number`(line: String) {
        let text = "\(JournalState.firstLine)\nfile 0 10 name\n\(line)\n"
        #expect(throws: JournalFault(line: 3, reason: "not a line of a journal")) {
            try JournalState(text: Array(text.utf8))
        }
    }

    @Test(arguments: ["#", "# ", "# a b  c", "#" + String(repeating: " ", count: 1000), ""])
    func `comments and empty lines are passed over`(line: String) throws {
        let text = "\(JournalState.firstLine)\n\(line)\nfile 0 10 name\n"
        #expect(try JournalState(text: Array(text.utf8)).files == [.init(name: "name", size: 10)])
    }

    @Test func `names that only look the same are others`() {
        let (short, long) = ("\u{E9}", "e\u{301}")
        func journal(set: String = short, file: String = short) -> JournalState {
            var journal = JournalState()
            journal.options = [.init(name: "sets", value: set)]
            journal.files = [.init(name: file, size: 1)]
            journal.nodes = ["A1"]
            return journal
        }
        #expect(journal().difference(from: journal()) == nil)
        #expect(journal().difference(from: journal(set: long))?.contains("sets") == true)
        #expect(journal().difference(from: journal(file: long))?.contains("file") == true)
        var other = journal()
        other.rejected = .init(path: short, records: 3)
        let isKnown = other.use(rejectedPath: long)
        #expect(!isKnown && other.refused == [.init(path: short, records: 3)])
    }

    @Test func `files of refused records stay known as long as records are in them`() {
        var journal = JournalState()
        var isKnown = journal.use(rejectedPath: "a")
        #expect(!isKnown)
        #expect(journal.rejected == .init(path: "a") && journal.refused.isEmpty)
        isKnown = journal.use(rejectedPath: "a")
        #expect(isKnown)
        isKnown = journal.use(rejectedPath: "b")
        #expect(!isKnown)
        #expect(journal.earlierRejected.isEmpty, "nothing is in a")
        journal.rejected?.records = 3
        journal.use(rejectedPath: nil)
        #expect(journal.rejected == nil && journal.refused == [.init(path: "b", records: 3)])
        journal.use(rejectedPath: "c")
        #expect(journal.refused == [.init(path: "b", records: 3)])
        journal.rejected?.records = 1
        isKnown = journal.use(rejectedPath: "b")
        #expect(isKnown)
        #expect(journal.refused == [.init(path: "c", records: 1), .init(path: "b", records: 3)])
    }

    @Test(arguments: ["", "asrestore journal 2\n", "asrestore journal", "Version 3.1\n# namespace test\n"])
    func `what is no journal of this form is refused`(text: String) {
        #expect(throws: JournalFault.self) { try JournalState(text: Array(text.utf8)) }
    }

    /// A restore that is killed again and again: pieces are done in any order, the journal is cut anywhere behind its
    /// head, and what is not in it is done again. In the end every byte is done, and none of what the journal had is
    /// done twice.
    @Test(arguments: UInt64(0)..<25) func `interruptions leave nothing out`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let size: UInt64 = 5000
        var journal = JournalState()
        journal.files = [.init(name: "a", size: size)]
        var sent = [Int](repeating: 0, count: Int(size))
        var repeatable = 0
        for run in 0..<20 {
            var text = journal.text
            let headSize = text.utf8.count
            for piece in Self.pieces(of: size, without: journal.files[0].done, &random).shuffled(using: &random) {
                guard run == 19 || random.below(4) > 0 else { break }
                for byte in piece { sent[Int(byte)] += 1 }
                journal.apply(.init(file: 0, ranges: [piece], counts: RecordCounts()))
                text += journal.line(.init(file: 0, ranges: [piece], counts: RecordCounts())) + "\n"
            }
            let before = Self.bytes(journal)
            if run < 19, random.below(2) == 0 {
                let end = headSize + random.below(text.utf8.count - headSize + 1)
                text = String(decoding: Array(text.utf8)[..<end], as: UTF8.self)
            }
            journal = try JournalState(text: Array(text.utf8))
            repeatable += before - Self.bytes(journal)
        }
        #expect(journal.files[0].done.ranges == [0..<size], "seed \(seed)")
        #expect(sent.allSatisfy { $0 > 0 }, "seed \(seed)")
        #expect(sent.reduce(0, +) == Int(size) + repeatable, "seed \(seed)")
    }

    /// The bytes that are done of the one file.
    private static func bytes(_ journal: JournalState) -> Int {
        journal.files[0].done.ranges.reduce(0) { $0 + $1.count }
    }

    private static func pieces(
        of size: UInt64,
        without done: AcknowledgedRanges,
        _ random: inout SplitMix64
    ) -> [Range<UInt64>] {
        var pieces: [Range<UInt64>] = []
        var place = FilePlace(done: done)
        while place.position < size {
            place.advance(by: place.skippable(of: Int(size - place.position)))
            let visible = place.visible(of: Int(size - place.position))
            let count = min(visible, 1 + random.below(300))
            if count > 0 { pieces.append(place.position..<place.position + UInt64(count)) }
            place.advance(by: count)
        }
        return pieces
    }

    @Test func `another restore is told apart`() {
        var journal = JournalState()
        journal.options = [.init(name: "sets", value: "a")]
        journal.files = [.init(name: "x.asb", size: 10)]
        journal.nodes = ["A", "B"]
        #expect(journal.difference(from: journal) == nil)
        var other = journal
        other.options[0].value = ""
        #expect(journal.difference(from: other) == "it was begun with sets a, and now it is (none)")
        other = journal
        other.files[0].size = 11
        #expect(
            journal.difference(from: other)
                == "it was begun with the file x.asb of 10 bytes, and in its place there is x.asb of 11 bytes now"
        )
        other.files.append(other.files[0])
        #expect(journal.difference(from: other) == "it was begun with 1 backup file(s), and now there are 2")
        other = journal
        other.nodes = ["B", "C"]
        #expect(journal.difference(from: other) == nil, "nodes come and go")
        other.nodes = ["C"]
        #expect(journal.difference(from: other)?.contains("another cluster") == true)
    }
}
