import AerospikeLocalServer
import AerospikeProtocol

/// A record of a scenario: whatever can be in one, chosen by its number and the scenario's seed.
struct SampleRecord: Sendable {
    let row: BatchRow

    private static let sets = ["", "a", "with blank", "and\\slash"]

    /// Makes a record.
    ///
    /// - Parameters:
    ///   - number: Its key.
    ///   - profile: How big records are.
    ///   - index: Its row in a batch.
    init(_ number: Int, profile: DataProfile, index: Int) {
        var random = SeededGenerator(seed: profile.seed &+ UInt64(number) &* 0x1_0001)
        let set = Self.sets[Int.random(in: 0..<profile.sets, using: &random)]
        let isText = Bool.random(using: &random)
        let key = isText ? Array("key \(number)".utf8) : Self.big(UInt64(number))
        let type: ParticleType = isText ? .string : .integer
        var fields = [Field(.namespace, text: "test")]
        if !set.isEmpty { fields.append(Field(.set, text: set)) }
        if Bool.random(using: &random) { fields.append(Field(.userKey, [type.rawValue] + key)) }
        let lives = Int.random(in: 0..<3, using: &random) == 0
        let bins = (0..<Int.random(in: 1...profile.maximumBins, using: &random)).map { bin in
            Self.bin(bin, profile: profile, using: &random)
        }
        self.row = BatchRow(
            index: UInt32(index),
            digest: Digest(set: Array(set.utf8), keyType: type, key: key),
            flags: [.hasInfo, .hasGeneration, .hasTimeToLive],
            header: MessageHeader(
                info2: [.write],
                recordTimeToLive: lives ? UInt32.random(in: 86_400...2_592_000, using: &random) : UInt32.max
            ),
            fields: fields,
            operations: bins
        )
    }

    private static func bin(
        _ number: Int,
        profile: DataProfile,
        using random: inout SeededGenerator
    ) -> AerospikeProtocol.Operation {
        let name = Array((number == 0 ? "b in" : "bin\(number)").utf8)
        let size = Int.random(in: 0...profile.maximumValue, using: &random)
        let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
        let (type, value): (ParticleType, [UInt8]) =
            switch Int.random(in: 0..<7, using: &random) {
            case 0: (.integer, Self.big(random.next()))
            case 1: (.float, Self.big(Double(Int.random(in: -99_999...99_999, using: &random)).bitPattern))
            case 2: (.string, bytes.map { $0 & 0x7F })
            case 3: (.blob, bytes)
            case 4: (.boolean, [UInt8.random(in: 0...1, using: &random)])
            // The list [1, "x"] and the map {1: "x"}; texts begin with their particle type.
            case 5: (.list, [0x92, 0x01, 0xA2, 0x03, 0x78])
            default: (.map, [0x81, 0x01, 0xA2, 0x03, 0x78])
            }
        return AerospikeProtocol.Operation(.write, name: name, particleType: type, value: value)
    }

    private static func big(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - $0 * 8)) }
    }
}
