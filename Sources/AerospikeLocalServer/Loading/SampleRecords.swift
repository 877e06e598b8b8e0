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
        self.blob = random.bytes(Self.poolSize)
        let alphabet = Self.alphabet
        self.text = random.bytes(Self.poolSize).map { alphabet[Int($0) % alphabet.count] }
    }

    /// The record with a key.
    ///
    /// - Parameter body: Memory to put the record together in, which is kept from record to record.
    func record(_ key: Int, set: UInt16, at moment: Moment, body: inout ByteWriter) -> StoredRecord {
        body.removeAll()
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
        self.writeTags(of: key, hash: hash, offset: offset, to: &body)
        self.writeAttributes(of: key, hash: hash, offset: offset, to: &body)
    }

    private func writeTags(of key: Int, hash: UInt64, offset: Int, to body: inout ByteWriter) {
        let start = body.count
        Self.begin("tags", .list, size: 0, &body)
        body.append(UInt8(0x95))
        Self.pack(hash & 255, to: &body)
        Self.pack(hash >> 40, to: &body)
        self.packText(offset, 6, to: &body)
        self.packText(offset + 6, 6, to: &body)
        Self.pack(UInt64(key), to: &body)
        body.overwrite(UInt32(body.count - start - 4), at: start)
    }

    private func writeAttributes(of key: Int, hash: UInt64, offset: Int, to body: inout ByteWriter) {
        let start = body.count
        Self.begin("attr", .map, size: 0, &body)
        body.append(UInt8(0x84))
        Self.packKey("a", to: &body)
        Self.pack(UInt64(key), to: &body)
        Self.packKey("b", to: &body)
        self.packText(offset + 30, 10, to: &body)
        Self.packKey("c", to: &body)
        Self.pack(hash >> 33, to: &body)
        Self.packKey("d", to: &body)
        self.packText(offset + 40, 20, to: &body)
        body.overwrite(UInt32(body.count - start - 4), at: start)
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

    /// Appends an integer in its shortest packed form.
    private static func pack(_ value: UInt64, to body: inout ByteWriter) {
        switch value {
        case 0..<0x80: body.append(UInt8(value))
        case 0..<0x100:
            body.append(UInt8(0xCC))
            body.append(UInt8(value))
        case 0..<0x1_0000:
            body.append(UInt8(0xCD))
            body.append(UInt16(value))
        case 0..<0x1_0000_0000:
            body.append(UInt8(0xCE))
            body.append(UInt32(value))
        default:
            body.append(UInt8(0xCF))
            body.append(value)
        }
    }

    /// Appends a map's key: a string, with the particle type in front that the server wants.
    private static func packKey(_ key: StaticString, to body: inout ByteWriter) {
        body.append(0xA0 | UInt8(truncatingIfNeeded: key.utf8CodeUnitCount &+ 1))
        body.append(ParticleType.string.rawValue)
        body.append(key)
    }

    /// Appends fewer than 31 bytes of the shared text as a packed string.
    private func packText(_ offset: Int, _ size: Int, to body: inout ByteWriter) {
        body.append(0xA0 | UInt8(truncatingIfNeeded: size &+ 1))
        body.append(ParticleType.string.rawValue)
        body.append(self.text.view.at(offset..<(offset &+ size)))
    }
}

/// SplitMix64.
private struct SampleRandom {
    var state: UInt64

    /// Makes `count` bytes, a multiple of eight.
    mutating func bytes(_ count: Int) -> [UInt8] {
        var writer = ByteWriter(capacity: count)
        while writer.count < count { writer.append(self.next()) }
        return writer.finish()
    }

    private mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
