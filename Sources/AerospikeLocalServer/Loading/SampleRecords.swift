import AerospikeProtocol

/// The records that benchmarks use: ten bins of mixed types, about 500 bytes of data each, keys 0, 1, 2 and so on.
///
/// Names, types and sizes are those of the loader that the figures in the documentation were measured with; texts and
/// blobs come from a generator of its own and are the same at every run.
struct SampleRecords: Sendable {
    /// The set of all sample records.
    static let set = Array("perf".utf8)

    private static let poolSize = 1 << 20
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz ABCDEFGH0123456789".utf8)
    private static let binCount: UInt16 = 10
    /// The number of bytes of the key field of an integer key: size, field type, key type, eight bytes.
    private static let keyFieldSize: UInt32 = 14

    private let text: [UInt8]
    private let blob: [UInt8]

    /// Makes the texts and blobs that all records share.
    init() {
        var random = SampleRandom(state: 42)
        self.blob = (0..<Self.poolSize).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) }
        let alphabet = Self.alphabet
        self.text = (0..<Self.poolSize).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
    }

    /// The record with a key.
    func record(_ key: Int, set: UInt16, at moment: Moment) -> StoredRecord {
        var body = ByteWriter(capacity: 640)
        body.append(Self.keyFieldSize - 4)
        body.append(FieldType.userKey.rawValue)
        body.append(ParticleType.integer.rawValue)
        body.append(UInt64(key))
        self.writeBins(of: key, to: &body)
        return StoredRecord(
            digest: Self.digest(of: key),
            voidTime: .never,
            lastUpdate: moment.milliseconds,
            generation: 1,
            set: set,
            binCount: Self.binCount,
            keyFieldSize: Self.keyFieldSize,
            body: [UInt8](copying: body.bytes)
        )
    }

    private static func digest(of key: Int) -> Digest {
        let number = (0..<8).map { UInt8(truncatingIfNeeded: key >> (56 - $0 * 8)) }
        return Digest(set: Self.set, keyType: .integer, key: number)
    }

    private func writeBins(of key: Int, to body: inout ByteWriter) {
        let offset = key &* 7919 % (Self.poolSize - 1024)
        let hash = UInt64(truncatingIfNeeded: key) &* 0x9E37_79B9_7F4A_7C15 & 0x7FFF_FFFF_FFFF_FFFF
        Self.write("id", .integer, UInt64(key), to: &body)
        Self.write("cnt", .integer, hash, to: &body)
        Self.write("score", .float, (Double(hash) / 3.7e11).bitPattern, to: &body)
        Self.begin("active", .boolean, size: 1, &body)
        body.append(UInt8(hash & 1))
        self.write("name", .string, self.text, offset, 24, to: &body)
        self.write("descr", .string, self.text, offset + 24, 120, to: &body)
        self.write("blob", .blob, self.blob, offset, 64, to: &body)
        self.write("data", .blob, self.blob, offset + 64, 128, to: &body)
        self.write("tags", .list, self.tags(key, hash: hash, offset: offset), to: &body)
        self.write("attr", .map, self.attributes(key, hash: hash, offset: offset), to: &body)
    }

    private func tags(_ key: Int, hash: UInt64, offset: Int) -> PackedWriter {
        var list = PackedWriter(header: 0x95)
        list.append(hash & 255)
        list.append(hash >> 40)
        list.append(self.text[offset..<(offset + 6)])
        list.append(self.text[(offset + 6)..<(offset + 12)])
        list.append(UInt64(key))
        return list
    }

    private func attributes(_ key: Int, hash: UInt64, offset: Int) -> PackedWriter {
        var map = PackedWriter(header: 0x84)
        map.append(ArraySlice("a".utf8))
        map.append(UInt64(key))
        map.append(ArraySlice("b".utf8))
        map.append(self.text[(offset + 30)..<(offset + 40)])
        map.append(ArraySlice("c".utf8))
        map.append(hash >> 33)
        map.append(ArraySlice("d".utf8))
        map.append(self.text[(offset + 40)..<(offset + 60)])
        return map
    }
}

extension SampleRecords {
    private static func begin(_ name: StaticString, _ type: ParticleType, size: Int, _ body: inout ByteWriter) {
        body.append(UInt32(4 + name.utf8CodeUnitCount + size))
        body.append(OperationCode.read.rawValue)
        body.append(type.rawValue)
        body.append(UInt8(0))
        body.append(UInt8(name.utf8CodeUnitCount))
        body.append(name)
    }

    private static func write(_ name: StaticString, _ type: ParticleType, _ value: UInt64, to body: inout ByteWriter) {
        Self.begin(name, type, size: 8, &body)
        body.append(value)
    }

    private func write(
        _ name: StaticString,
        _ type: ParticleType,
        _ pool: [UInt8],
        _ offset: Int,
        _ size: Int,
        to body: inout ByteWriter
    ) {
        Self.begin(name, type, size: size, &body)
        body.append(pool.view.at(offset..<(offset + size)))
    }

    private func write(_ name: StaticString, _ type: ParticleType, _ value: PackedWriter, to body: inout ByteWriter) {
        Self.begin(name, type, size: value.bytes.count, &body)
        body.append(value.bytes)
    }
}

/// Packs the integers and strings of a sample record.
private struct PackedWriter {
    private(set) var bytes: [UInt8]

    init(header: UInt8) {
        self.bytes = []
        self.bytes.reserveCapacity(96)
        self.bytes.append(header)
    }

    mutating func append(_ value: UInt64) { self.bytes.appendPacked(unsigned: value) }

    /// Appends a string of fewer than 31 bytes, with the particle type in front that the server wants.
    mutating func append(_ text: ArraySlice<UInt8>) {
        self.bytes.append(0xA0 | UInt8(truncatingIfNeeded: text.count &+ 1))
        self.bytes.append(ParticleType.string.rawValue)
        self.bytes.append(contentsOf: text)
    }
}

/// SplitMix64.
private struct SampleRandom {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
