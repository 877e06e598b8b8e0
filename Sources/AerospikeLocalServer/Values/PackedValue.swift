internal import AerospikeProtocol

/// One complete MessagePack element, kept as its bytes: what lists and maps hold and what clients compare with.
///
/// Values stay packed; a tree would cost more than all operations together and would follow hostile nesting on the stack.
struct PackedValue: Sendable {
    /// The bytes of exactly one element that `MessagePackWalker` has accepted.
    let bytes: ArraySlice<UInt8>

    /// Takes bytes that are known to be one element.
    init(unchecked bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// Takes bytes that must be exactly one element, else nil.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let end = try? MessagePackWalker.end(of: bytes.view), end == bytes.count else { return nil }
        self.bytes = bytes
    }

    /// The kind, nil only for bytes that are no element.
    var kind: PackedKind? { (try? PackedToken(self.bytes.view, at: 0))?.kind }

    /// How this value relates to another in the server's order.
    func relation(to other: PackedValue) -> PackedOrder.Relation {
        PackedOrder.compare(self.bytes.view, other.bytes.view)
    }

    func isLess(than other: PackedValue) -> Bool { self.relation(to: other) == .less }

    func isEqual(to other: PackedValue) -> Bool { self.relation(to: other) == .equal }

    /// The number of an integer, wrapped into 64 bits with sign; nil for other kinds.
    var integerValue: Int64? {
        guard let token = try? PackedToken(self.bytes.view, at: 0), token.kind.isInteger else { return nil }
        return Int64(bitPattern: token.bits)
    }

    /// The number of a float, nil for other kinds.
    var floatValue: Double? {
        guard let token = try? PackedToken(self.bytes.view, at: 0), token.kind == .float else { return nil }
        return Double(bitPattern: token.bits)
    }

    /// The bytes of a string or binary, leading particle type included; nil for other kinds.
    var content: ArraySlice<UInt8>? {
        guard let header = try? MessagePackHeader(self.bytes.view, at: 0) else { return nil }
        switch header.kind {
        case .string, .binary:
            return self.bytes[
                (self.bytes.startIndex + header.contentOffset)..<(self.bytes.startIndex + header.endOffset)
            ]
        default: return nil
        }
    }
}
