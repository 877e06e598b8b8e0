import Testing

@testable import BackupStorage

@Suite struct `Compression of pieces` {
    @Test func `levels are those of zstd and 0 is 3`() throws {
        #expect(try CompressionLevel(0).value == 3)
        #expect(try CompressionLevel(-131_072).value == -131_072)
        #expect(try CompressionLevel(22).value == 22)
        for level in [23, 99, -131_073, Int.max, Int.min] {
            #expect(throws: StorageError.self) { try CompressionLevel(level) }
        }
        do {
            _ = try CompressionLevel(23)
        } catch {
            #expect(
                error.message == "Compression level 23 is outside zstd compression level bounds (-131072 - 22)"
            )
        }
    }

    @Test(arguments: [-5, 1, 3, 19]) func `a frame holds its text`(level: Int) async throws {
        let text = (0..<300_000).map { UInt8(truncatingIfNeeded: ($0 / 7) ^ ($0 >> 9)) }
        let frame = try await compress(text, level: level)
        #expect(frame.count < text.count)
        #expect(frame.starts(with: hex("28B52FFD")))
        let (decoded, error) = decode(try await compress(Array("Version 3.1\n".utf8)) + frame, zstd)
        #expect(error == nil && decoded == Array("Version 3.1\n".utf8) + text)
    }

    @Test func `no frame is larger than foretold`() async throws {
        var generator = SystemRandomNumberGenerator()
        for size in [0, 1, 1000, 131_071, 131_072, 131_073, 1 << 20] {
            let text = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let frame = try await compress(text)
            #expect(frame.count <= size + FrameCompressor.overhead(of: size))
        }
    }

    /// The end of a task may not take as long as the highest levels do; what stood in the file before stays readable.
    @Test(arguments: [1, 3, 19, 22]) func `the last frames are made at level 1`(level: Int) async throws {
        let text = (0..<300_000).map { number in
            let (slow, fast) = (number / 7, number &* (number >> 13))
            return UInt8(truncatingIfNeeded: slow ^ fast)
        }
        let compressor = try FrameCompressor(level: CompressionLevel(level))
        let first = try await compressor.frame(of: text, count: text.count)
        let before = Array(first.storage[..<first.count])
        let last = try compressor.quickFrame(of: text, count: text.count)
        let behind = Array(last.storage[..<last.count])
        let levelOne = try await compress(text, level: 1)
        let (ofLevel, ofHighest) = (try await compress(text, level: level), try await compress(text, level: 22))
        #expect(before == ofLevel)
        #expect(behind == levelOne && behind != ofHighest)
        let head = try await compress(Array("Version 3.1\n".utf8))
        let (decoded, error) = decode(head + before + behind, zstd)
        #expect(error == nil && decoded == Array("Version 3.1\n".utf8) + text + text)
    }

    @Test func `the last frames keep a level below 1`() async throws {
        let text = (0..<300_000).map { UInt8(truncatingIfNeeded: ($0 / 7) ^ ($0 >> 9)) }
        let frame = try FrameCompressor(level: CompressionLevel(-5)).quickFrame(of: text, count: text.count)
        let expected = try await compress(text, level: -5)
        #expect(Array(frame.storage[..<frame.count]) == expected)
    }

    @Test func `memory is used again`() async throws {
        let compressor = try FrameCompressor(level: .standard)
        let text = [UInt8](repeating: 65, count: 100_000)
        let first = try await compressor.frame(of: text, count: text.count)
        let bytes = Array(first.storage[..<first.count])
        compressor.recycle(first.storage)
        for _ in 0..<3 {
            let next = try await compressor.frame(of: text, count: text.count)
            #expect(Array(next.storage[..<next.count]) == bytes)
            compressor.recycle(next.storage)
        }
    }
}
