internal import AerospikeProtocol

/// The start of one packed element, as far as comparing and classifying it needs.
///
/// The bytes must have passed `MessagePackWalker`. The leading extension of an ordered list or map is passed over and told
/// in `flags` (`Spec/wire-protocol.md` §7.2).
struct PackedToken {
    /// The kind.
    var kind: PackedKind
    /// Integers: 64 bits in two's complement. Floats: the bit pattern of the double.
    var bits: UInt64 = 0
    /// The bytes that strings, blobs, GeoJSON and extensions are compared by.
    var content: Range<Int> = 0..<0
    /// Lists: elements. Maps: pairs. The leading extension is not counted.
    var count = 0
    /// The flags of an ordered list or map, 0 when it has no leading extension.
    var flags: UInt8 = 0
    /// Where the next element begins; for containers their first element.
    var next: Int

    /// Whether this is a map with entries that is not flagged as ordered.
    var isUnorderedMap: Bool {
        self.kind == .map && self.flags & PackedFlags.keyOrdered == 0 && (self.count > 0 || self.flags != 0)
    }

    /// The type byte of extensions that only compare.
    static let comparisonType: UInt8 = 0xff

    /// Reads the element at `offset`.
    init(_ bytes: RawSpan, at offset: Int) throws(MessagePackError) {
        let header = try MessagePackHeader(bytes, at: offset)
        self.kind = .null
        self.next = header.endOffset
        switch header.kind {
        case .null: break
        case .boolean(let value): self.kind = value ? .true : .false
        case .integer(let value):
            self.kind = value < 0 ? .negativeInteger : .integer
            self.bits = UInt64(bitPattern: value)
        case .unsigned(let value):
            self.kind = .integer
            self.bits = value
        case .float(let value): self.setFloat(Double(value))
        case .double(let value): self.setFloat(value)
        case .string, .binary:
            self.content = header.contentOffset..<header.endOffset
            self.kind = Self.kind(ofContent: bytes, header)
        case .extended(let type, _):
            self.content = header.contentOffset..<header.endOffset
            self.kind = Self.kind(ofExtension: bytes, header, type: type)
        case .array(let count): try self.setContainer(.list, count: count, bytes)
        case .map(let count): try self.setContainer(.map, count: count, bytes)
        }
    }

    private mutating func setFloat(_ value: Double) {
        self.kind = .float
        self.bits = value.bitPattern
    }

    private mutating func setContainer(_ kind: PackedKind, count: Int, _ bytes: RawSpan) throws(MessagePackError) {
        self.kind = kind
        self.count = count
        guard count > 0 else { return }
        let first = try MessagePackHeader(bytes, at: self.next)
        guard case .extended(let type, _) = first.kind, type != Self.comparisonType else { return }
        self.flags = type
        self.count = count - 1
        self.next = kind == .list ? first.endOffset : try MessagePackWalker.end(of: bytes, from: first.endOffset)
    }

    private static func kind(ofContent bytes: RawSpan, _ header: MessagePackHeader) -> PackedKind {
        guard header.contentOffset < header.endOffset else { return .bytes }
        switch bytes.byte(at: header.contentOffset) {
        case ParticleType.string.rawValue: return .string
        case ParticleType.geoJSON.rawValue: return .geoJSON
        default: return .bytes
        }
    }

    private static func kind(ofExtension bytes: RawSpan, _ header: MessagePackHeader, type: UInt8) -> PackedKind {
        guard type == Self.comparisonType, header.endOffset - header.contentOffset == 1 else { return .extended }
        switch bytes.byte(at: header.contentOffset) {
        case 0: return .wildcard
        case 1: return .infinity
        default: return .extended
        }
    }
}
