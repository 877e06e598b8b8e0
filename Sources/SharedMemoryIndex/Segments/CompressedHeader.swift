/// What stands in front of the gzip member of a compressed file: 24 bytes, little-endian (`Spec/asmt.md` §6).
struct CompressedHeader: Hashable, Sendable {
    /// The bytes of the header.
    static let length = 24
    /// The bytes `ASMT`.
    static let magic: UInt32 = 0x544D_5341
    /// The bytes `TMSA`, which are read too.
    static let swappedMagic: UInt32 = 0x4153_4D54
    private static let version: UInt32 = 1

    /// The bytes of the segment.
    var size: UInt64
    /// The CRC-32 of the segment.
    var checksum: UInt32

    /// Creates a header.
    init(size: UInt64, checksum: UInt32) {
        self.size = size
        self.checksum = checksum
    }

    /// Reads a header.
    ///
    /// - Parameters:
    ///   - bytes: The first bytes of the file.
    ///   - file: Its path for messages.
    ///   - fileSize: Its bytes.
    /// - Throws: `SharedMemoryError` with code `damaged`, in the words of the original, if it is none, or names more bytes than
    ///   the file can hold.
    init(_ bytes: [UInt8], file: String, fileSize: UInt64) throws(SharedMemoryError) {
        guard bytes.count >= Self.length else {
            throw SharedMemoryError(
                .damaged,
                "\(file): a compressed file begins with a header of \(Self.length) bytes, this one has \(bytes.count) in all."
            )
        }
        let magic = UInt32(truncatingIfNeeded: Self.integer(bytes[0..<4]))
        guard magic == Self.magic || magic == Self.swappedMagic else {
            throw Self.error("magic", Self.magic, magic, file)
        }
        let version = UInt32(truncatingIfNeeded: Self.integer(bytes[4..<8]))
        guard version == Self.version else { throw Self.error("version", Self.version, version, file) }
        self.size = Self.integer(bytes[8..<16])
        guard self.size / Deflater.largestFactor <= fileSize else {
            throw SharedMemoryError(
                .damaged,
                "\(file): the header names a segment of \(self.size) bytes, which a file of \(fileSize) bytes cannot hold."
            )
        }
        self.checksum = UInt32(truncatingIfNeeded: Self.integer(bytes[16..<24]))
    }

    /// The bytes.
    var bytes: [UInt8] {
        let fields: [(value: UInt64, count: Int)] = [
            (UInt64(Self.magic), 4), (UInt64(Self.version), 4), (self.size, 8), (UInt64(self.checksum), 8),
        ]
        return fields.flatMap { field in
            (0..<field.count).map { UInt8(truncatingIfNeeded: field.value >> (8 * UInt64($0))) }
        }
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func error(_ field: String, _ expected: UInt32, _ found: UInt32, _ file: String) -> SharedMemoryError
    {
        SharedMemoryError(
            .damaged,
            "\(file): Compressed file header bad \(field) number: expecting 0x\(expected.hexadecimal(digits: 8)), "
                + "found 0x\(found.hexadecimal(digits: 8))."
        )
    }
}
