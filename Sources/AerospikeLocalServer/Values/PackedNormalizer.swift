internal import AerospikeProtocol

/// Rewrites a packed value from a client into the form that the server stores (`Spec/wire-protocol.md` §7.1, §7.2).
///
/// Headers and integers take their shortest form, the keys of every map are sorted, and flags that mean nothing are dropped.
/// A value is refused when it is cut or padded, when it holds what only compares, when a map has equal keys or a key that is
/// no integer, string or blob, and when content that is flagged as ordered is not. Nesting is kept on a stack of its own.
struct PackedNormalizer {
    /// A container whose elements are being written.
    private struct Frame {
        let kind: PackedKind
        let isOrdered: Bool
        /// Elements still to come; a map counts keys and values.
        var pending: Int
        /// Where the entries begin in the output: all of a map, the last one of an ordered list.
        var starts: [Int] = []
        var needsSorting = false

        var expectsKey: Bool { self.kind == .map && self.pending % 2 == 0 }
    }

    private let input: ArraySlice<UInt8>
    private var position = 0
    private var output: [UInt8] = []
    private var frames: [Frame] = []

    private init(_ input: ArraySlice<UInt8>) {
        self.input = input
        self.output.reserveCapacity(input.count)
    }

    /// Returns the stored form of the one element that `bytes` hold, or nil when it must be refused.
    static func normalize(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var normalizer = PackedNormalizer(bytes)
        guard (try? normalizer.run()) == true, normalizer.position == bytes.count else { return nil }
        return normalizer.output
    }

    /// Reads elements until the outermost one is complete; false when the value must be refused.
    private mutating func run() throws(MessagePackError) -> Bool {
        repeat {
            guard try self.step() else { return false }
        } while !self.frames.isEmpty
        return true
    }

    private mutating func step() throws(MessagePackError) -> Bool {
        let token = try PackedToken(self.input.view, at: self.position)
        guard token.kind != .wildcard, token.kind != .infinity, try self.isStorable(token) else { return false }
        let isKey = self.frames.last?.expectsKey == true
        if isKey && !self.isKey(token) { return false }
        self.noteStart()
        let start = self.position
        self.position = token.next
        if token.kind == .list || token.kind == .map {
            self.open(token)
        } else {
            try self.writeScalar(from: start, token)
        }
        let isOpen = (token.kind == .list || token.kind == .map) && token.count > 0
        return isOpen ? true : self.finishElement()
    }

    /// Extensions of the comparing type are not storable, whatever they hold.
    private func isStorable(_ token: PackedToken) throws(MessagePackError) -> Bool {
        guard token.kind == .extended,
            case .extended(let type, let length) = try MessagePackHeader(self.input.view, at: self.position).kind
        else { return true }
        return type != PackedToken.comparisonType || length == 0 || length > 3
    }

    private func isKey(_ token: PackedToken) -> Bool {
        switch token.kind {
        case .integer, .negativeInteger, .string: true
        case .bytes:
            !token.content.isEmpty && self.input.byte(at: token.content.lowerBound) == ParticleType.blob.rawValue
        default: false
        }
    }
}

extension PackedNormalizer {
    private mutating func noteStart() {
        guard let frame = self.frames.last else { return }
        switch frame.kind {
        case .map where frame.expectsKey: self.frames[self.frames.count - 1].starts.append(self.output.count)
        case .list where frame.isOrdered: self.frames[self.frames.count - 1].starts.append(self.output.count)
        default: break
        }
    }

    private mutating func open(_ token: PackedToken) {
        if token.kind == .list {
            let flags = token.flags & PackedFlags.listOrdered
            self.output.appendPackedHeader(list: token.count, flags: flags)
            self.push(Frame(kind: .list, isOrdered: flags != 0, pending: token.count))
        } else {
            let flags = token.flags & PackedFlags.keyValueOrdered
            self.output.appendPackedHeader(map: token.count, flags: flags)
            let isOrdered = flags & PackedFlags.keyOrdered != 0
            self.push(Frame(kind: .map, isOrdered: isOrdered, pending: 2 * token.count))
        }
    }

    private mutating func push(_ frame: Frame) {
        if frame.pending > 0 { self.frames.append(frame) }
    }

    private mutating func writeScalar(from start: Int, _ token: PackedToken) throws(MessagePackError) {
        let header = try MessagePackHeader(self.input.view, at: start)
        switch header.kind {
        case .integer(let value): self.output.appendPacked(integer: value)
        case .unsigned(let value): self.output.appendPacked(unsigned: value)
        case .string(let length), .binary(let length):
            self.output.appendPackedHeader(string: length)
            self.output.append(contentsOf: self.input.bytes(in: token.content))
        case .extended(let type, let length):
            self.output.appendPackedHeader(extension: type, length: length)
            self.output.append(contentsOf: self.input.bytes(in: token.content))
        default:
            self.output.append(contentsOf: self.input.bytes(in: start..<token.next))
        }
    }

    /// Counts the element just written, and the containers that it completes; false when the order is not as promised.
    private mutating func finishElement() -> Bool {
        while let frame = self.frames.last {
            let last = self.frames.count - 1
            let wasKey = frame.expectsKey
            self.frames[last].pending -= 1
            let completesEntry = frame.kind == .map ? wasKey : frame.isOrdered
            if completesEntry && !self.checkOrder(of: last) { return false }
            guard self.frames[last].pending == 0 else { return true }
            let needsSorting = self.frames[last].needsSorting
            if needsSorting && !self.sortEntries(of: last) { return false }
            self.frames.removeLast()
        }
        return true
    }

    /// Compares the key or element just written with the one before it.
    private mutating func checkOrder(of index: Int) -> Bool {
        let starts = self.frames[index].starts
        guard starts.count > 1, !self.frames[index].needsSorting else { return true }
        switch self.relation(starts[starts.count - 2], starts[starts.count - 1]) {
        case .less: return true
        case .equal: return self.frames[index].kind == .list
        case .greater:
            self.frames[index].needsSorting = true
            return !self.frames[index].isOrdered
        }
    }

    private func relation(_ previous: Int, _ current: Int) -> PackedOrder.Relation {
        let view = self.output.view
        return PackedOrder.compare(
            view.extracting(previous..<current),
            view.extracting(current..<view.byteCount)
        )
    }

    /// Sorts the entries of a complete map by key; false when two keys are equal.
    private mutating func sortEntries(of index: Int) -> Bool {
        let starts = self.frames[index].starts
        guard let first = starts.first else { return true }
        let ends = starts.dropFirst() + [self.output.count]
        let entries = zip(starts, ends).map { PackedValue(unchecked: self.output[$0..<$1]) }
        let sorted = entries.sorted { $0.isLess(than: $1) }
        for (left, right) in zip(sorted, sorted.dropFirst()) where left.isEqual(to: right) { return false }
        let bytes = sorted.flatMap(\.bytes)
        self.output.replaceSubrange(first..., with: bytes)
        return true
    }
}

extension ArraySlice<UInt8> {
    /// The byte at an offset from the start of the slice.
    func byte(at offset: Int) -> UInt8 { self[self.startIndex + offset] }

    /// The bytes at offsets from the start of the slice.
    func bytes(in range: Range<Int>) -> ArraySlice<UInt8> {
        self[(self.startIndex + range.lowerBound)..<(self.startIndex + range.upperBound)]
    }
}
