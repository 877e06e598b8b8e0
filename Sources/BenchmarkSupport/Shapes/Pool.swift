/// Random bytes and text that the values of all records are cut from; the same at every run.
struct Pool: Sendable {
    /// The one of all samples.
    static let shared = Pool()
    /// The number of bytes of each.
    static let size = 1 << 20

    /// Random bytes.
    let blob: [UInt8]
    /// Random letters, digits and blanks.
    let text: [UInt8]

    /// Makes bytes and text with SplitMix64.
    private init() {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz ABCDEFGH0123456789".utf8)
        var state: UInt64 = 42
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
        self.blob = (0..<Self.size).map { _ in UInt8(truncatingIfNeeded: next() >> 24) }
        self.text = (0..<Self.size).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] }
    }

    /// Some bytes of the text.
    func text(_ offset: Int, _ count: Int) -> [UInt8] { Array(self.text[offset..<(offset + count)]) }

    /// Some of the random bytes.
    func blob(_ offset: Int, _ count: Int) -> [UInt8] { Array(self.blob[offset..<(offset + count)]) }
}
