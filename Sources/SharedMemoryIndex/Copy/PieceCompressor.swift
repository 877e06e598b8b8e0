import FileAccess

/// Compresses pieces of segments, in the way that a sample of each says is worth its time.
struct PieceCompressor: ~Copyable {
    /// The bytes of a sample.
    static let sampleSize = 32_768
    /// From how many places of a piece the bytes of a sample come.
    static let samplePlaces = 8

    private var quick: Deflater
    private var runs: Deflater
    private var stored: Deflater
    private let sample = AlignedMemory(Self.sampleSize)
    private let scratch = AlignedMemory(Deflater.bound(Self.sampleSize))

    /// Creates a compressor.
    ///
    /// - Throws: `SharedMemoryError` if there is no memory for it.
    init() throws(SharedMemoryError) {
        // One after the other: the compiler wants all of a value that cannot be copied, or nothing, when an error is thrown.
        let quick = try Deflater(.quick)
        let runs = try Deflater(.runs)
        let stored = try Deflater(.stored)
        self.quick = quick
        self.runs = runs
        self.stored = stored
    }

    /// Compresses a piece.
    ///
    /// - Returns: The bytes written.
    mutating func compress(
        _ piece: UnsafeRawBufferPointer,
        isLast: Bool,
        into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        switch self.method(for: piece) {
        case .quick: self.quick.compress(piece, isLast: isLast, into: output)
        case .runs: self.runs.compress(piece, isLast: isLast, into: output)
        case .stored: self.stored.compress(piece, isLast: isLast, into: output)
        }
    }

    private mutating func method(for piece: UnsafeRawBufferPointer) -> Deflater.Method {
        guard piece.count > 4 * Self.sampleSize else { return .quick }
        let count = Self.sampleSize / Self.samplePlaces
        for place in 0..<Self.samplePlaces {
            let start = piece.count / Self.samplePlaces * place
            let target = UnsafeMutableRawBufferPointer(rebasing: self.sample.bytes[place * count..<(place + 1) * count])
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece[start..<start + count]))
        }
        let sample = UnsafeRawBufferPointer(self.sample.bytes)
        let quick = self.quick.compress(sample, isLast: true, into: self.scratch.bytes)
        let runs = self.runs.compress(sample, isLast: true, into: self.scratch.bytes)
        return Self.method(sample: sample.count, quick: quick, runs: runs)
    }

    /// The way for a piece whose sample became so small in either way.
    ///
    /// Random bytes take zlib three times as long as any others and save nothing; of index elements, which are digests and
    /// zeros, runs save nearly as much as repetitions do in 0.6 of the time (`Spec/asmt.md` §11).
    static func method(sample: Int, quick: Int, runs: Int) -> Deflater.Method {
        if min(quick, runs) * 100 > sample * 98 { return .stored }
        return runs * 100 <= quick * 110 ? .runs : .quick
    }
}
