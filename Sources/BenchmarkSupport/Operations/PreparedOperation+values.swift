import AerospikeProtocol
import BackupFormat

extension PreparedOperation {
    static func base64Encode(_ sample: Sample) -> Self {
        let scratch = Scratch()
        let values = sample.values([.blob])
        return Self(byteCount: Self.size(values), itemCount: values.count) {
            scratch.write { writer in
                for value in values { Base64.encode(value.view, to: &writer) }
                return writer.count
            }
        }
    }

    static func base64Decode(_ sample: Sample) -> Self {
        let scratch = Scratch()
        let texts = sample.values([.blob]).map { Array(Base64.encode($0).utf8) }
        return Self(byteCount: Self.size(texts), itemCount: texts.count) {
            scratch.write { writer in
                for text in texts { _ = Base64.decode(text.view, to: &writer) }
                return writer.count
            }
        }
    }

    static func packedWalk(_ sample: Sample) -> Self {
        let values = sample.values([.list, .map])
        return Self(byteCount: Self.size(values), itemCount: values.count) {
            var sum = 0
            for value in values { sum &+= try MessagePackWalker.end(of: value.view) }
            return sum
        }
    }

    static func escape(_ sample: Sample) -> Self {
        let scratch = Scratch()
        // With a head in front of each, as in messages.
        let names = sample.bins.flatMap { [UInt8](repeating: 0, count: 8) + $0.name }
        var ranges: [Range<Int>] = []
        for bin in sample.bins {
            let start = (ranges.last?.upperBound ?? 0) + 8
            ranges.append(start..<(start + bin.name.count))
        }
        return Self(byteCount: names.count - 8 * ranges.count, itemCount: ranges.count) { [ranges] in
            scratch.write { writer in
                for range in ranges { writer.append(escaped: range, of: names.view) }
                return writer.count
            }
        }
    }

    static func digest(_ sample: Sample) -> Self {
        let set = Array("perf".utf8)
        let keys = sample.keys.map { RecordShape.bytes($0) }
        return Self(byteCount: keys.count * 13, itemCount: keys.count) {
            var sum: UInt64 = 0
            for key in keys { sum ^= Digest(set: set, keyType: .integer, key: key).high }
            return Int(truncatingIfNeeded: sum)
        }
    }

    private static func size(_ values: [[UInt8]]) -> Int { values.reduce(0) { $0 + $1.count } }
}
