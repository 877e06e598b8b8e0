import AerospikeProtocol

extension RecordShape {
    /// The bins of the record with a key, as operations of a scan's reply.
    func bins(_ key: UInt64, _ pool: Pool) -> [Operation] {
        switch self {
        case .profile: Self.profileBins(key, pool)
        case .tiny: [Self.bin("id", .integer, Self.bytes(key))]
        case .large: Self.largeBins(key, pool)
        }
    }

    private static func bin(_ name: String, _ type: ParticleType, _ value: [UInt8]) -> Operation {
        Operation(.read, name: Array(name.utf8), particleType: type, value: value)
    }

    /// The eight bytes of a number, big-endian.
    static func bytes(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - $0 * 8)) } }

    private static func profileBins(_ key: UInt64, _ pool: Pool) -> [Operation] {
        let offset = Int(key) * 7919 % (Pool.size - 1024)
        let hash = key &* 0x9E37_79B9_7F4A_7C15 & 0x7FFF_FFFF_FFFF_FFFF
        return [
            self.bin("id", .integer, self.bytes(key)),
            self.bin("cnt", .integer, self.bytes(hash)),
            self.bin("score", .float, self.bytes((Double(hash) / 3.7e11).bitPattern)),
            self.bin("active", .boolean, [UInt8(hash & 1)]),
            self.bin("name", .string, pool.text(offset, 24)),
            self.bin("descr", .string, pool.text(offset + 24, 120)),
            self.bin("blob", .blob, pool.blob(offset, 64)),
            self.bin("data", .blob, pool.blob(offset + 64, 128)),
            self.bin("tags", .list, self.tags(key, hash, offset, pool)),
            self.bin("attr", .map, self.attributes(key, hash, offset, pool)),
        ]
    }

    private static func tags(_ key: UInt64, _ hash: UInt64, _ offset: Int, _ pool: Pool) -> [UInt8] {
        var packed = PackedWriter()
        packed.beginList(5)
        packed.write(hash & 255)
        packed.write(hash >> 40)
        packed.write(pool.text(offset, 6))
        packed.write(pool.text(offset + 6, 6))
        packed.write(key)
        return packed.finish()
    }

    private static func attributes(_ key: UInt64, _ hash: UInt64, _ offset: Int, _ pool: Pool) -> [UInt8] {
        var packed = PackedWriter()
        packed.beginMap(4)
        packed.write("a")
        packed.write(key)
        packed.write("b")
        packed.write(pool.text(offset + 30, 10))
        packed.write("c")
        packed.write(hash >> 33)
        packed.write("d")
        packed.write(pool.text(offset + 40, 20))
        return packed.finish()
    }

    private static func largeBins(_ key: UInt64, _ pool: Pool) -> [Operation] {
        let size = 100 << 10
        let offset = Int(key) * 7919 % (Pool.size - size)
        return [
            self.bin("blob", .blob, pool.blob(offset, size)),
            self.bin("tree", .map, self.tree(depth: 3, key, offset, pool)),
            self.bin("branch", .map, self.tree(depth: 2, key, offset + 512, pool)),
        ]
    }

    private static func tree(depth: Int, _ key: UInt64, _ offset: Int, _ pool: Pool) -> [UInt8] {
        var packed = PackedWriter()
        self.write(depth: depth, key, offset, pool, to: &packed)
        return packed.finish()
    }

    /// A map of eight pairs: four scalar values, and four maps of the next level if there is one.
    private static func write(depth: Int, _ key: UInt64, _ offset: Int, _ pool: Pool, to packed: inout PackedWriter) {
        packed.beginMap(8)
        for place in 0..<8 {
            packed.write("key\(place)")
            if place >= 4, depth > 0 {
                self.write(depth: depth - 1, key &* 31, offset + place, pool, to: &packed)
            } else if place.isMultiple(of: 2) {
                packed.write(key &* 0x9E37_79B9_7F4A_7C15 >> UInt64(place * 7))
            } else {
                packed.write(pool.text(offset + place, 16))
            }
        }
    }
}
