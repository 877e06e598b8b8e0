import Testing

@testable import SharedMemoryIndex

@Suite struct `Compressed pieces` {
    /// Decompresses a stream of deflate whole, by zlib.
    static func inflated(_ stream: [UInt8], count: Int) throws -> [UInt8] {
        var inflater = try Inflater(.none)
        var output = [UInt8](repeating: 0xAA, count: count + 1)
        let step = stream.withUnsafeBytes { input in output.withUnsafeMutableBytes { inflater.step(input, into: $0) } }
        let result = try #require(step)
        #expect(result.isAtEnd && result.taken == stream.count && result.made == count)
        return Array(output[..<result.made])
    }

    @Test func `one behind the other are one stream`() throws {
        var random = SystemRandomNumberGenerator()
        let zeros = [UInt8](repeating: 0, count: 300_000)
        let noise = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let text = (0..<300_000).map { UInt8(0x41 + $0 % 26) }
        let index = (0..<300_000).map { $0 % 64 < 20 ? noise[$0] : 0 }
        var compressor = try PieceCompressor()
        var stream: [UInt8] = []
        let pieces = [zeros, noise, text, index]
        for (number, piece) in pieces.enumerated() {
            var output = [UInt8](repeating: 0, count: Deflater.bound(piece.count))
            let count = piece.withUnsafeBytes { piece in
                output.withUnsafeMutableBytes {
                    compressor.compress(piece, isLast: number == pieces.count - 1, into: $0)
                }
            }
            stream += output[..<count]
        }
        #expect(try Self.inflated(stream, count: 1_200_000) == pieces.flatMap { $0 })
        #expect(stream.count < 450_000)
    }

    @Test(arguments: [
        (100, 99, 100, Deflater.Method.stored), (100, 50, 90, .quick), (100, 50, 55, .runs), (100, 50, 56, .quick),
        (100, 100, 20, .runs),
    ])
    func `are made in the way that a sample says`(sample: Int, quick: Int, runs: Int, method: Deflater.Method) {
        #expect(PieceCompressor.method(sample: sample, quick: quick, runs: runs) == method)
    }
}
