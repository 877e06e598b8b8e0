import AerospikeProtocol

extension TextCursor {
    /// The most bytes of a namespace's name.
    static let namespaceLimit = 31
    /// The most bytes of a set's name.
    static let setLimit = 63
    /// The bytes of the line of a nil bin without a name.
    private static let shortestBinLine = 5

    /// Reads a record block (`Spec/asb-format.md` §5).
    ///
    /// - Parameter shortWay: Whether to try the short way first, which tests compare with the long one.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func readRecord(into record: inout RecordLayout, shortWay: Bool = true) throws(ParseStop) {
        let start = self.offset
        var isInsideLine = false
        do throws(ParseStop) {
            let count =
                if shortWay, let count = self.readPlainHead(into: &record) { count } else {
                    try self.readHead(into: &record, isInsideLine: &isInsideLine)
                }
            isInsideLine = true
            try self.readBins(count, into: &record, shortWay: shortWay)
        } catch {
            throw isInsideLine ? error.adding("Error while parsing record") : error
        }
        record.range = start..<self.offset
    }

    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func readBins(
        _ count: Int,
        into record: inout RecordLayout,
        shortWay: Bool
    ) throws(ParseStop) {
        // A damaged number takes no more memory than the window's bytes have lines.
        let room = min(count, (self.window.byteCount &- self.offset) / Self.shortestBinLine &+ 1)
        record.resizeBins(to: room)
        var bins = record.bins.mutableSpan
        for index in 0..<room {
            if shortWay, self.readPlainBin(into: &bins[index]) { continue }
            bins[index] = try self.readBin()
        }
        // Else there were fewer bytes than that takes, and reading one of them failed.
        precondition(room == count, "more bins than there are bytes for")
    }

    /// Reads the lines from the key to the number of bins.
    @inline(never)
    @_lifetime(self: copy self)
    private mutating func readHead(
        into record: inout RecordLayout,
        isInsideLine: inout Bool
    ) throws(ParseStop) -> Int {
        record.key = nil
        if try self.readLetter("k", orLetter: "n", &isInsideLine) {
            record.key = try self.readKey()
            try self.endLine(&isInsideLine)
            _ = try self.readLetter("n", orLetter: nil, &isInsideLine)
        }
        record.namespace = try self.readName(limit: Self.namespaceLimit, "Error while reading namespace token")
        try self.endLine(&isInsideLine)
        _ = try self.readLetter("d", orLetter: nil, &isInsideLine)
        do throws(ParseStop) {
            record.digest = try self.readDigest()
        } catch { throw error.adding("Error while reading encoded digest string") }
        try self.endLine(&isInsideLine)
        record.set = nil
        if try self.readLetter("s", orLetter: "g", &isInsideLine) {
            record.set = try self.readName(limit: Self.setLimit, "Error while reading set token")
            try self.endLine(&isInsideLine)
            _ = try self.readLetter("g", orLetter: nil, &isInsideLine)
        }
        record.generation = UInt16(truncatingIfNeeded: try self.readGeneration())
        try self.endLine(&isInsideLine)
        _ = try self.readLetter("t", orLetter: nil, &isInsideLine)
        record.expiration = UInt32(
            truncatingIfNeeded: try self.readNumber("expiration time", limit: Int64(UInt32.max))
        )
        try self.endLine(&isInsideLine)
        _ = try self.readLetter("b", orLetter: nil, &isInsideLine)
        let count = Int(try self.readNumber("bin count", limit: Int64(UInt16.max)))
        try self.endLine(&isInsideLine)
        return count
    }

    /// Consumes `+`, a blank, a letter and a blank, and tells whether it was the first of the two letters allowed.
    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func readLetter(
        _ letter: Unicode.Scalar,
        orLetter other: Unicode.Scalar?,
        _ isInsideLine: inout Bool
    ) throws(ParseStop) -> Bool {
        var isFirst = self.skip(ifNext: Self.prefix(letter))
        if !isFirst {
            if let other, self.skip(ifNext: Self.prefix(other)) {
                isFirst = false
            } else {
                isFirst = try self.readLetterSlowly(letter, orLetter: other, &isInsideLine)
            }
        }
        isInsideLine = true
        return isFirst
    }

    @inline(__always)
    private static func prefix(_ letter: Unicode.Scalar) -> UInt32 { 0x2000_202B | letter.value << 16 }

    /// The slow form, which finds what is wrong, and where.
    @inline(never)
    @_lifetime(self: copy self)
    private mutating func readLetterSlowly(
        _ letter: Unicode.Scalar,
        orLetter other: Unicode.Scalar?,
        _ isInsideLine: inout Bool
    ) throws(ParseStop) -> Bool {
        try self.expect("+")
        try self.expect(" ")
        let byte = try self.read()
        let isFirst = byte == UInt8(ascii: letter)
        guard isFirst || other.map({ byte == UInt8(ascii: $0) }) ?? false else {
            self.offset -= 1
            throw self.unexpected(letter)
        }
        isInsideLine = true
        try self.expect(" ")
        return isFirst
    }

    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func endLine(_ isInsideLine: inout Bool) throws(ParseStop) {
        try self.expect("\n")
        isInsideLine = false
    }

    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func readName(limit: Int, _ detail: String) throws(ParseStop) -> TextToken {
        do throws(ParseStop) {
            return try self.readToken(endsAtBlank: false, limit: limit)
        } catch { throw error.adding(detail) }
    }

    /// Reads the generation, whose message shows a negative number as it is.
    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func readGeneration() throws(ParseStop) -> Int64 {
        let value: Int64
        do throws(ParseStop) {
            value = try self.readInteger()
        } catch { throw error.adding("Error while reading generation count") }
        guard value >= 0, value <= Int64(UInt16.max) else {
            throw self.failure(.overflow, at: self.offset) { place in "Invalid generation count \(value) (\(place))" }
        }
        return value
    }

    /// Reads a number, whose message shows a negative one as unsigned.
    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func readNumber(_ what: StaticString, limit: Int64) throws(ParseStop) -> Int64 {
        let value: Int64
        do throws(ParseStop) {
            value = try self.readInteger()
        } catch { throw error.adding("Error while reading \(what)") }
        guard value >= 0, value <= limit else {
            throw self.failure(.overflow, at: self.offset) { place in
                "Invalid \(what) \(UInt64(bitPattern: value)) (\(place))"
            }
        }
        return value
    }
}
