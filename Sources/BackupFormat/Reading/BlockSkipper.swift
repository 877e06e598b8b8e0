import AerospikeProtocol

/// Finds where blocks end without reading their values, so that a file can be cut into pieces for several parsers.
///
/// Lenient: whatever the parser accepts has its end where the skipper finds it; what the parser refuses may end anywhere.
package struct BlockSkipper: Sendable {
    /// What a walk over a window found.
    package enum Result: Hashable, Sendable {
        /// All blocks up to the offset are whole; the one behind it does not end inside the window, which must hold at
        /// least `minimum` bytes from the offset on for it to get further.
        case cut(at: Int, minimum: Int)
        /// The window ends where a block ends.
        case whole
        /// All blocks up to the offset, which reaches the limit of the walk, are whole; more stands behind it.
        case enough(at: Int)
        /// The text behind the offset is no block; the parser will say what is wrong with it.
        case damaged(at: Int)
    }

    /// The most bytes of a line, a name or a number without a size in front. What is longer has no end worth to be waited for.
    private static let largestLine = 1 << 20
    /// The most bins of a record (`Spec/wire-protocol.md` §1); the parser refuses more.
    private static let mostBins = Int(UInt16.max)

    private let hasEscapes: Bool

    /// Creates a skipper.
    ///
    /// - Parameter legacy: Whether the file is of version 3.0, in which nothing is escaped.
    package init(legacy: Bool) { self.hasEscapes = !legacy }

    /// Walks over the blocks of a window that begins with one.
    ///
    /// - Parameters:
    ///   - window: The window.
    ///   - limit: Blocks that begin so many bytes from the window's start, or behind, are not looked at.
    package func skip(_ window: RawSpan, limit: Int = Int.max) -> Result {
        var walk = Walk(window: window, hasEscapes: self.hasEscapes)
        let end = min(window.byteCount, limit)
        var start = 0
        while start < end {
            switch walk.skipBlock() {
            case .end: start = walk.offset
            case .windowEnd(let minimum): return .cut(at: start, minimum: max(minimum, window.byteCount &+ 1) &- start)
            case .damage: return .damaged(at: start)
            }
        }
        return start < window.byteCount ? .enough(at: start) : .whole
    }

    /// How a part of a block ended.
    private enum Step {
        case end
        /// More bytes are wanted, up to this offset at least.
        case windowEnd(Int)
        case damage
    }

    /// A place in a window.
    private struct Walk: ~Escapable {
        let window: RawSpan
        let hasEscapes: Bool
        var offset = 0

        @_lifetime(copy window)
        init(window: RawSpan, hasEscapes: Bool) {
            self.window = window
            self.hasEscapes = hasEscapes
        }

        /// The byte at the place and `ahead` bytes behind it; 0 behind the window's end.
        @inline(__always)
        func byte(_ ahead: Int = 0) -> UInt8 {
            let place = self.offset &+ ahead
            guard place < self.window.byteCount else { return 0 }
            return unsafe self.window.unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self)
        }

        /// The eight bytes at the place, the first one lowest; `nil` if the window ends before.
        @inline(__always)
        func word() -> UInt64? {
            guard self.has(8) else { return nil }
            return UInt64(
                littleEndian: unsafe self.window.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: self.offset,
                    as: UInt64.self
                )
            )
        }

        @inline(__always)
        func has(_ count: Int) -> Bool { self.window.byteCount &- self.offset >= count }

        @_lifetime(self: copy self)
        mutating func skipBlock() -> Step {
            guard self.has(3) else { return .windowEnd(self.offset &+ 3) }
            switch self.byte() {
            case UInt8(ascii: "+"): return self.skipRecord()
            case UInt8(ascii: "*"):
                return self.byte(2) == UInt8(ascii: "u") ? self.skipModule() : self.skipLine(isEscaped: true)
            default: return .damage
            }
        }

        /// Lines with `+` up to the one with the number of bins, then as many lines of bins.
        @_lifetime(self: copy self)
        private mutating func skipRecord() -> Step {
            while true {
                guard self.has(5) else { return .windowEnd(self.offset &+ 5) }
                guard self.byte() == UInt8(ascii: "+") else { return .damage }
                switch self.byte(2) {
                case UInt8(ascii: "b"): return self.skipBins()
                case UInt8(ascii: "k"):
                    self.offset &+= 4
                    let step = self.skipKey()
                    guard case .end = step else { return step }
                case UInt8(ascii: "n"), UInt8(ascii: "s"):
                    let step = self.skipLine(isEscaped: true)
                    guard case .end = step else { return step }
                default:
                    let step = self.skipLine(isEscaped: false)
                    guard case .end = step else { return step }
                }
            }
        }

        @_lifetime(self: copy self)
        private mutating func skipKey() -> Step {
            switch self.byte() {
            case UInt8(ascii: "I"), UInt8(ascii: "D"): return self.skipLine(isEscaped: false)
            default:
                let isCompact = self.byte(1) == UInt8(ascii: "!")
                guard self.has(isCompact ? 3 : 2) else { return .windowEnd(self.offset &+ 3) }
                self.offset &+= isCompact ? 3 : 2
                return self.skipSized()
            }
        }

        @_lifetime(self: copy self)
        private mutating func skipBins() -> Step {
            self.offset &+= 4
            let start = self.offset
            // The parser takes `-0` and `-` for 0, as the original does (`Spec/asb-format.md` §3), and refuses other negative numbers.
            if self.byte() == UInt8(ascii: "-") { self.offset &+= 1 }
            guard var count = self.readNumber(endingAt: 0x0A) else { return self.numberFailure(from: start) }
            guard count <= BlockSkipper.mostBins else { return .damage }
            while count > 0 {
                let step = self.skipBin()
                guard case .end = step else { return step }
                count &-= 1
            }
            return .end
        }

        @_lifetime(self: copy self)
        private mutating func skipBin() -> Step {
            guard self.has(5) else { return .windowEnd(self.offset &+ 5) }
            guard self.byte() == UInt8(ascii: "-") else { return .damage }
            let letter = self.byte(2)
            self.offset &+= self.byte(3) == UInt8(ascii: "!") ? 5 : 4
            switch letter {
            case UInt8(ascii: "N"): return self.skipLine(isEscaped: true)
            case UInt8(ascii: "I"), UInt8(ascii: "D"), UInt8(ascii: "Z"): return self.skipLine(isEscaped: true)
            default:
                let start = self.offset
                guard self.skipName() else { return self.endOfWindow(from: start) }
                return self.skipSized()
            }
        }

        /// Skips a name and the blank behind it; false if the window ends before.
        @inline(__always)
        @_lifetime(self: copy self)
        private mutating func skipName() -> Bool {
            while let word = self.word() {
                let place = SpecialBytes.firstInName(word)
                self.offset &+= place
                if place < 8 { break }
            }
            while self.offset < self.window.byteCount {
                let byte = self.byte()
                self.offset &+= 1
                if byte == 0x20 { return true }
                if byte == UInt8(ascii: "\\"), self.hasEscapes { self.offset &+= 1 }
            }
            return false
        }

        /// Skips a size, a blank, so many bytes and a line feed.
        @inline(__always)
        @_lifetime(self: copy self)
        private mutating func skipSized() -> Step {
            let start = self.offset
            guard let size = self.readNumber(endingAt: 0x20) else { return self.numberFailure(from: start) }
            guard self.has(size &+ 1) else { return .windowEnd(self.offset &+ size &+ 1) }
            self.offset &+= size
            guard self.byte() == 0x0A else { return .damage }
            self.offset &+= 1
            return .end
        }

        /// Skips everything up to a line feed, which a backslash may escape.
        @inline(__always)
        @_lifetime(self: copy self)
        private mutating func skipLine(isEscaped: Bool) -> Step {
            let start = self.offset
            while let word = self.word() {
                let place = SpecialBytes.firstInLine(word)
                self.offset &+= place
                if place < 8 { break }
            }
            while self.offset < self.window.byteCount {
                let byte = self.byte()
                self.offset &+= 1
                if byte == 0x0A { return .end }
                if isEscaped, byte == UInt8(ascii: "\\"), self.hasEscapes { self.offset &+= 1 }
            }
            return self.endOfWindow(from: start)
        }

        /// Type, name, size and content of a module: `* u L name size content`.
        @_lifetime(self: copy self)
        private mutating func skipModule() -> Step {
            guard self.has(6) else { return .windowEnd(self.offset &+ 6) }
            self.offset &+= 6
            let start = self.offset
            guard self.skipName() else { return self.endOfWindow(from: start) }
            return self.skipSized()
        }

        /// Reads digits and the byte that ends them; `nil` if there is something else, or the window ends.
        @inline(__always)
        @_lifetime(self: copy self)
        private mutating func readNumber(endingAt end: UInt8) -> Int? {
            if self.has(DecimalDigits.reach + 1) {
                let digits = DecimalDigits(self.window, at: self.offset)
                if digits.count < DecimalDigits.limit, self.byte(digits.count) == end {
                    self.offset &+= digits.count &+ 1
                    return Int(min(digits.value, 1 << 52))
                }
            }
            var value = 0
            while self.offset < self.window.byteCount {
                let byte = self.byte()
                let digit = byte &- 48
                guard digit < 10 else {
                    guard byte == end else { return nil }
                    self.offset &+= 1
                    return value
                }
                self.offset &+= 1
                // The parser refuses numbers beyond 1 PiB; so large a block never ends.
                value = min(value, 1 << 52) &* 10 &+ Int(digit)
            }
            return nil
        }

        private func numberFailure(from start: Int) -> Step {
            self.offset < self.window.byteCount ? .damage : self.endOfWindow(from: start)
        }

        /// The window ends in a line, a name or a number that begins at `start`.
        private func endOfWindow(from start: Int) -> Step {
            let isEndless = self.window.byteCount &- start > BlockSkipper.largestLine
            return isEndless ? .damage : .windowEnd(self.window.byteCount &+ 1)
        }
    }
}
