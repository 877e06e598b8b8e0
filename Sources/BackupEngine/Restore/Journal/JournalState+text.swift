import BackupStorage

extension JournalState {
    /// The first line; the number is that of the form.
    static let firstLine = "asrestore journal 1"

    /// The lines of a whole journal, one for what is done of each file.
    var text: String {
        var lines = [Self.firstLine, "# An unfinished restore; it goes on with: asrestore --continue THIS-FILE"]
        lines.append("# and otherwise the same options. What the lines mean: Spec/restore-journal.md")
        lines += self.options.map { "option \($0.name) \(JournalText.escaped($0.value))" }
        lines += self.nodes.map { "node \(JournalText.escaped($0))" }
        for (number, file) in self.files.enumerated() {
            lines.append("file \(number) \(file.size.map(String.init) ?? "-") \(JournalText.escaped(file.name))")
        }
        lines += self.earlierRejected.map {
            "rejected \(JournalText.escaped($0.path)) \($0.records) \($0.bytes) \($0.reasonBytes)\(Self.words($0.endings))"
        }
        if let rejected { lines.append("rejected \(JournalText.escaped(rejected.path))") }
        for (number, file) in self.files.enumerated() {
            if let beginning = file.beginning { lines.append(Self.line(beginning: beginning, of: number)) }
        }
        // The counts belong to all files together and stand in one line.
        if !self.files.isEmpty { lines.append(self.line(Part(file: 0, ranges: [], counts: self.counts))) }
        for (number, file) in self.files.enumerated() where !file.done.isEmpty {
            lines.append(self.line(Part(file: number, ranges: file.done.ranges, counts: RecordCounts())))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The line about the beginning of a file's text, without its line feed.
    static func line(beginning: UInt64, of file: Int) -> String { "text \(file) \(String(beginning, radix: 16))" }

    /// The line that takes back what was said of a file of refused records, without its line feed.
    static let lineWithoutRejected = "rejected \(JournalText.escaped(""))"

    /// The line about a part, without its line feed; it says how far the file of refused records is written, too.
    func line(_ part: Part) -> String { Self.line(part, self.rejected) }

    /// The line about a part behind which the file of refused records is written so far.
    static func line(_ part: Part, _ rejected: Rejected?) -> String {
        let ranges = part.ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
        let counts = RecordCounts.fields.map { String(part.counts[keyPath: $0]) }.joined(separator: " ")
        let rejected = rejected ?? Rejected(path: "")
        return "done \(part.file) \(ranges.isEmpty ? "-" : ranges) \(counts) "
            + "\(rejected.records) \(rejected.bytes) \(rejected.reasonBytes)\(Self.words(rejected.endings))"
    }

    /// The last words of a line that tells of a file of refused records.
    private static func words(_ endings: Endings?) -> String {
        endings.map { " \($0.records) \($0.reasons)" } ?? ""
    }

    /// Reads a journal. A last line without a line feed was cut off when the tool was killed, and is passed over.
    ///
    /// - Throws: `JournalFault` at the first line that is none.
    init(text bytes: [UInt8]) throws(JournalFault) {
        self.init()
        // What is done of each file, in the order of the lines; sorted when all are there.
        var done: [[Range<UInt64>]] = []
        var number = 0
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            number += 1
            guard number > 1 else {
                guard line.elementsEqual(Self.firstLine.utf8) else {
                    throw JournalFault(line: 1, reason: "expected \"\(Self.firstLine)\"")
                }
                continue
            }
            if line.isEmpty || Self.isComment(line) { continue }
            guard self.take(Self.words(of: line), done: &done) else {
                throw JournalFault(line: number, reason: "not a line of a journal")
            }
        }
        guard number > 0 else { throw JournalFault(line: 1, reason: "expected \"\(Self.firstLine)\"") }
        for (file, ranges) in done.enumerated() { self.files[file].done = AcknowledgedRanges(ranges) }
    }

    /// The words of the line of a part.
    private static var partWords: Int { 6 + RecordCounts.fields.count }
    /// The words of the longest line, that of a part with the ends of two files.
    private static var mostWords: Int { Self.partWords + 2 }

    private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == UInt8(ascii: "#") && line.dropFirst().first ?? 0x20 == 0x20
    }

    /// The words of a line; of one with more than any line has, one too many, so that nobody makes millions of blanks
    /// millions of words.
    private static func words(of line: ArraySlice<UInt8>) -> [String] {
        // By bytes: a blank and a combining character behind it are one character.
        line.split(separator: 0x20, maxSplits: Self.mostWords, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Takes a line.
    ///
    /// - Parameters:
    ///   - words: The words of the line.
    ///   - done: Gets the ranges of a line that says what is done, one element for each file.
    /// - Returns: Whether it is a line of a journal.
    private mutating func take(_ words: [String], done: inout [[Range<UInt64>]]) -> Bool {
        switch (words.first, words.count) {
        case ("option", 3):
            guard let value = JournalText.unescaped(words[2]) else { return false }
            self.options.append(Option(name: words[1], value: value))
        case ("node", 2):
            guard let name = JournalText.unescaped(words[1]) else { return false }
            self.nodes.append(name)
        case ("file", 4):
            done.append([])
            return self.takeFile(words)
        case ("rejected", 2):
            guard let path = JournalText.unescaped(words[1]) else { return false }
            self.rejected = Rejected(path: path)
        case ("rejected", 5), ("rejected", 7): return self.takeEarlierRejected(words)
        case ("text", 3):
            guard let file = self.file(words[1]), let hash = UInt64(words[2], radix: 16) else { return false }
            self.files[file].beginning = hash
        case ("done", Self.partWords), ("done", Self.mostWords): return self.takePart(words, done: &done)
        default: return false
        }
        return true
    }

    private func file(_ word: String) -> Int? {
        guard let number = Int(word), self.files.indices.contains(number) else { return nil }
        return number
    }

    private mutating func takeFile(_ words: [String]) -> Bool {
        guard Int(words[1]) == self.files.count, let name = JournalText.unescaped(words[3]) else { return false }
        if words[2] == "-" {
            self.files.append(File(name: name))
        } else {
            guard let size = UInt64(words[2]) else { return false }
            self.files.append(File(name: name, size: size))
        }
        return true
    }

    private mutating func takeEarlierRejected(_ words: [String]) -> Bool {
        let numbers = words[2..<5].map { Int($0) ?? -1 }
        guard let path = JournalText.unescaped(words[1]), numbers[0] > 0,
            numbers.allSatisfy({ (0...RecordCounts.most).contains($0) })
        else { return false }
        var rejected = Rejected(path: path, records: numbers[0])
        rejected.bytes = UInt64(numbers[1])
        rejected.reasonBytes = UInt64(numbers[2])
        guard rejected.takeEndings(words.dropFirst(5)) else { return false }
        self.earlierRejected.append(rejected)
        return true
    }

    private mutating func takePart(_ words: [String], done: inout [[Range<UInt64>]]) -> Bool {
        guard let file = self.file(words[1]), JournalText.addRanges(words[2], to: &done[file]) else { return false }
        let numbers = words[3..<Self.partWords].map { Int($0) ?? -1 }
        guard numbers.allSatisfy({ (0...RecordCounts.most).contains($0) }) else { return false }
        var counts = RecordCounts()
        for (field, number) in zip(RecordCounts.fields, numbers) { counts[keyPath: field] = number }
        self.counts.add(counts)
        let rest = Array(numbers.dropFirst(RecordCounts.fields.count))
        var rejected = self.rejected ?? Rejected(path: "")
        rejected.records = rest[0]
        rejected.bytes = UInt64(rest[1])
        rejected.reasonBytes = UInt64(rest[2])
        guard rejected.takeEndings(words.dropFirst(Self.partWords)) else { return false }
        if self.rejected != nil { self.rejected = rejected }
        return true
    }
}

extension JournalState.Rejected {
    /// Takes the last words of a line.
    ///
    /// - Parameter words: Two, or none if they were not noted.
    /// - Returns: Whether they are what they should be.
    fileprivate mutating func takeEndings(_ words: ArraySlice<String>) -> Bool {
        self.endings = nil
        guard let first = words.first, let last = words.last else { return true }
        guard let records = Checksum(first), let reasons = Checksum(last) else { return false }
        self.endings = JournalState.Endings(records: records, reasons: reasons)
        return true
    }
}

/// A line that does not belong into a journal.
struct JournalFault: Error, Hashable {
    /// The number of the line, from 1.
    var line: Int
    /// What is wrong with it.
    var reason: String
}
