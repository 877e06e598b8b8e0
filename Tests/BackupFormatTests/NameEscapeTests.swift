import AerospikeProtocol
import BackupFormat
import Testing

/// `Spec/asb-format.md` §2: a backslash in front of blank, line feed and backslash; ours before NUL too.
@Suite struct `Names in text` {
    static func expected(_ name: [UInt8]) -> [UInt8] {
        name.flatMap { [0x20, 0x0A, 0x5C, 0x00].contains($0) ? [0x5C, $0] : [$0] }
    }

    static func text(_ name: [UInt8], behind front: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: 16)
        let bytes = front + name
        writer.append(escaped: front.count..<bytes.count, of: bytes.view)
        return writer.finish()
    }

    @Test(arguments: [0, 1, 7, 8, 9])
    func `keep every byte at every place, whatever stands in front`(size: Int) {
        let front = [UInt8](repeating: 0x5C, count: size)
        for byte in UInt8.min...UInt8.max {
            for length in 1...15 {
                for place in 0..<length {
                    var name = [UInt8](repeating: 0x61, count: length)
                    name[place] = byte
                    #expect(Self.text(name, behind: front) == Self.expected(name))
                }
            }
        }
    }

    @Test(arguments: 0..<4)
    func `may hold any bytes`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        for _ in 0..<5_000 {
            let name = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 0x7F : 0xFF)
            }
            #expect(Self.text(name, behind: Array("in front".utf8)) == Self.expected(name))
        }
    }
}
