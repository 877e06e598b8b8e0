import AerospikeProtocol

/// Where in a file's text a restore is, and which parts of it were done before. A pure value.
struct FilePlace: Sendable {
    /// The bytes of the beginning that are hashed.
    static let hashedBytes = 4096

    /// The parts that were done before.
    let done: AcknowledgedRanges
    /// Where the window begins in the text.
    private(set) var position: UInt64 = 0

    /// Creates a place at the start of a file.
    init(done: AcknowledgedRanges) { self.done = done }

    /// Whether the window begins inside a part that was done before.
    var isInside: Bool { self.done.end(of: self.position) != nil }

    /// Where the part that the place is in ends, or the next one begins.
    var nextDone: UInt64 { self.done.end(of: self.position) ?? self.done.start(behind: self.position) ?? self.position }

    /// The bytes at the front of a window that were done before.
    func skippable(of count: Int) -> Int {
        guard let end = self.done.end(of: self.position) else { return 0 }
        return Int(min(UInt64(count), end - self.position))
    }

    /// The bytes at the front of a window that stand in front of the next part that was done before.
    func visible(of count: Int) -> Int {
        guard let start = self.done.start(behind: self.position) else { return count }
        return Int(min(UInt64(count), start - self.position))
    }

    /// Moves on.
    mutating func advance(by count: Int) { self.position += UInt64(count) }

    /// A hash of the beginning of a text, to tell files apart: FNV-1a of 64 bits over the first 4096 bytes.
    static func hash(_ bytes: RawSpan) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for offset in 0..<min(bytes.byteCount, Self.hashedBytes) {
            hash = (hash ^ UInt64(bytes.byte(at: offset))) &* 0x0000_0100_0000_01b3
        }
        return hash
    }
}
