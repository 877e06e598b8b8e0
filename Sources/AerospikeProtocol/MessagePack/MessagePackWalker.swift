/// Finds where MessagePack elements end, without building values.
///
/// Nesting is counted and not followed, so that no input can exhaust the stack; every length is held against what is left.
public enum MessagePackWalker {
    /// Returns the offset behind the one element that begins at `offset`.
    ///
    /// - Throws: `MessagePackError` when the bytes end inside the element or hold what cannot be.
    public static func end(of bytes: RawSpan, from offset: Int = 0) throws(MessagePackError) -> Int {
        try self.end(of: bytes, from: offset, elements: 1)
    }

    /// Returns the offset behind `elements` consecutive elements that begin at `offset`.
    ///
    /// - Throws: `MessagePackError` when the bytes end inside the elements or hold what cannot be.
    public static func end(of bytes: RawSpan, from offset: Int, elements: Int) throws(MessagePackError) -> Int {
        guard offset >= 0, offset <= bytes.byteCount else { throw MessagePackError(.truncated, at: offset) }
        var position = offset
        var pending = elements
        while pending > 0 {
            let start = position
            guard start < bytes.byteCount else { throw MessagePackError(.truncated, at: start) }
            pending &-= 1
            let first = bytes.byte(at: start)
            switch first {
            case 0x00...0x7f, 0xe0...0xff, 0xc0, 0xc2, 0xc3: position &+= 1
            case 0xa0...0xbf: position &+= 1 &+ Int(first & 0x1f)
            case 0xcc, 0xd0: position &+= 2
            case 0xcd, 0xd1: position &+= 3
            case 0xca, 0xce, 0xd2: position &+= 5
            case 0xcb, 0xcf, 0xd3: position &+= 9
            default:
                let header = try MessagePackHeader(bytes, at: start)
                position = header.endOffset
                pending &+= header.kind.elementCount
                guard pending <= bytes.byteCount &- position else {
                    throw MessagePackError(.tooManyElements, at: start)
                }
            }
            guard position <= bytes.byteCount else { throw MessagePackError(.truncated, at: start) }
        }
        return position
    }
}

extension MessagePackHeader.Kind {
    /// The number of elements that follow the header: the count of an array, twice the count of a map, else 0.
    public var elementCount: Int {
        switch self {
        case .array(let count): count
        case .map(let count): 2 &* count
        default: 0
        }
    }
}
