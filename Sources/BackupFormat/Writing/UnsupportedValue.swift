import AerospikeProtocol

/// A bin or key that the text cannot carry, found while a record is walked.
struct UnsupportedValue {
    private let type: ParticleType
    /// The bin's name in the message; `nil` for the key.
    private let name: Range<Int>?
    private let size: Int

    /// Remembers a bin.
    init(_ bin: ScannedBin) {
        self.type = bin.particleType
        self.name = bin.name
        self.size = bin.value.count
    }

    /// Remembers a key: its type, then its value.
    init(key: Range<Int>, in bytes: RawSpan) {
        self.type = key.isEmpty ? .null : ParticleType(rawValue: bytes.byte(at: key.lowerBound))
        self.name = nil
        self.size = max(0, key.count - 1)
    }

    /// The error, which names type, bin and record.
    func error(in bytes: RawSpan, digest: Digest) -> FormatError {
        let place = self.name.map { "bin \"\(String(decoding: bytes.extracting($0)))\"" } ?? "the key"
        return FormatError(
            .unsupportedParticle,
            "Invalid bytes type \(self.type.rawValue) with \(self.size) byte(s) in \(place) of record "
                + "\(Base64.encode(digest.bytes)): the backup format has no form for it",
            digest: digest
        )
    }
}
