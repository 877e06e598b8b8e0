/// What the first bytes of a segment say (`Spec/asmt.md` §3). Fields that a kind lacks are 0 or empty.
struct SegmentHeader: Hashable, Sendable {
    /// The version of the layout, in a base.
    var version: UInt32 = 0
    /// 1 after a clean shutdown, in a base.
    var shutdownStatus: UInt32 = 0
    /// How many stages there are, in a base or a meta.
    var stages: UInt32 = 0
    /// The namespace's name, in a base or a data stripe.
    var namespace = ""

    /// The versions of the layout that are known.
    static let versions: ClosedRange<UInt32> = 10...12
    private static let nameLength = 32

    /// How many bytes the fields of a kind reach over.
    static func length(of kind: SegmentKind) -> Int {
        switch kind {
        case .base: 2156
        case .meta: 24
        case .data: 12 + Self.nameLength
        case .treex, .primaryStage, .secondaryTreex, .secondaryStage: 0
        }
    }

    /// Reads the fields; `nil` if there are not enough bytes.
    init?(_ kind: SegmentKind, _ bytes: [UInt8]) {
        guard bytes.count >= Self.length(of: kind) else { return nil }
        switch kind {
        case .base:
            self.version = Self.integer(bytes, at: 0)
            self.shutdownStatus = Self.integer(bytes, at: 4)
            self.namespace = Self.name(bytes, at: 1024)
            self.stages = Self.integer(bytes, at: 2152)
        case .meta: self.stages = Self.integer(bytes, at: 20)
        case .data: self.namespace = Self.name(bytes, at: 12)
        case .treex, .primaryStage, .secondaryTreex, .secondaryStage: break
        }
    }

    private static func integer(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }

    private static func name(_ bytes: [UInt8], at offset: Int) -> String {
        String(decoding: bytes[offset..<offset + Self.nameLength].prefix { $0 != 0 }, as: UTF8.self)
    }
}
