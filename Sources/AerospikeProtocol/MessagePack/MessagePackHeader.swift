/// The first bytes of a MessagePack element: its kind, and where its header and its own content end.
///
/// Numbers, booleans and nil are read whole. The bytes of strings, binaries and extensions follow the header; the elements
/// of arrays and maps do too, but do not count as content here. Strings carry Aerospike's leading particle type
/// (`Spec/wire-protocol.md` §7.2) as their first content byte; this reader does not look at it.
public struct MessagePackHeader: Equatable, Sendable {
    /// What an element is.
    public enum Kind: Equatable, Sendable {
        /// The value nil.
        case null
        /// A truth value.
        case boolean(Bool)
        /// An integer that fits 64 bits with sign.
        case integer(Int64)
        /// An integer of 2^63 or more.
        case unsigned(UInt64)
        /// A 32-bit float.
        case float(Float)
        /// A 64-bit float.
        case double(Double)
        /// A string of so many bytes.
        case string(length: Int)
        /// A binary of so many bytes.
        case binary(length: Int)
        /// An extension of a type and so many bytes.
        case extended(type: UInt8, length: Int)
        /// An array of so many elements.
        case array(count: Int)
        /// A map of so many pairs.
        case map(count: Int)
    }

    /// What the element is.
    public let kind: Kind
    /// The offset behind the header, where content or elements begin.
    public let contentOffset: Int
    /// The offset behind header and content: the end of the element, or the first element of an array or map.
    public let endOffset: Int

    /// Reads the header of the element at `offset`. Its content is inside the input.
    ///
    /// - Throws: `MessagePackError` when the bytes end inside header or content, or begin with c1.
    public init(_ bytes: RawSpan, at offset: Int) throws(MessagePackError) {
        guard offset >= 0, offset < bytes.byteCount else { throw MessagePackError(.truncated, at: offset) }
        let first = bytes.byte(at: offset)
        let lengthSize = Self.argumentSize[Int(first)]
        guard lengthSize != Self.reserved else { throw MessagePackError(.reserved, at: offset) }
        let behind = offset &+ 1 &+ Int(lengthSize)
        guard behind <= bytes.byteCount else { throw MessagePackError(.truncated, at: offset) }
        var argument: UInt64 = 0
        var position = offset &+ 1
        while position < behind {
            argument = argument << 8 | UInt64(bytes.byte(at: position))
            position &+= 1
        }
        self.init(first: first, argument: argument, contentOffset: behind)
        guard self.endOffset <= bytes.byteCount else { throw MessagePackError(.truncated, at: offset) }
    }

    private init(first: UInt8, argument: UInt64, contentOffset: Int) {
        let kind = Self.kind(first: first, argument: argument)
        self.kind = kind
        self.contentOffset = contentOffset
        self.endOffset = contentOffset &+ kind.contentLength
    }

    /// Bytes behind the first one that belong to the header, by first byte; for extensions this includes the type.
    static let argumentSize: InlineArray<256, UInt8> = InlineArray { first in
        switch first {
        case 0xc1: Self.reserved
        case 0xc4, 0xcc, 0xd0, 0xd9: 1
        case 0xc5, 0xcd, 0xd1, 0xda, 0xdc, 0xde: 2
        case 0xc6, 0xca, 0xce, 0xd2, 0xdb, 0xdd, 0xdf: 4
        case 0xcb, 0xcf, 0xd3: 8
        case 0xd4...0xd8: 1
        case 0xc7: 2
        case 0xc8: 3
        case 0xc9: 5
        default: 0
        }
    }
    static let reserved: UInt8 = .max
}

extension MessagePackHeader.Kind {
    /// The number of bytes between the header and the end of the element, elements of containers not counted.
    public var contentLength: Int {
        switch self {
        case .string(let length), .binary(let length), .extended(_, let length): length
        default: 0
        }
    }
}
