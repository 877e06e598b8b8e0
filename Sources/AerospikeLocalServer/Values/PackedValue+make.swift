internal import AerospikeProtocol

extension PackedValue {
    static let null = PackedValue(unchecked: [0xc0])

    static func integer(_ value: Int64) -> PackedValue {
        var bytes: [UInt8] = []
        bytes.appendPacked(integer: value)
        return PackedValue(unchecked: bytes[...])
    }

    static func float(_ value: Double) -> PackedValue {
        PackedValue(unchecked: [0xcb] + [UInt8](bigEndian: value.bitPattern))
    }
}

extension [UInt8] {
    /// Appends an integer in its shortest form.
    mutating func appendPacked(integer value: Int64) {
        guard value < 0 else { return self.appendPacked(unsigned: UInt64(bitPattern: value)) }
        switch value {
        case (-32)...: self.append(UInt8(truncatingIfNeeded: value))
        case Int64(Int8.min)...: self.append(0xd0, UInt64(bitPattern: value), size: 1)
        case Int64(Int16.min)...: self.append(0xd1, UInt64(bitPattern: value), size: 2)
        case Int64(Int32.min)...: self.append(0xd2, UInt64(bitPattern: value), size: 4)
        default: self.append(0xd3, UInt64(bitPattern: value), size: 8)
        }
    }

    /// Appends a number without sign in its shortest form.
    mutating func appendPacked(unsigned value: UInt64) {
        switch value {
        case ..<0x80: self.append(UInt8(value))
        case ...0xff: self.append(0xcc, value, size: 1)
        case ...0xffff: self.append(0xcd, value, size: 2)
        case ...0xffff_ffff: self.append(0xce, value, size: 4)
        default: self.append(0xcf, value, size: 8)
        }
    }

    /// Appends the header of a string, with which the server also writes binaries.
    mutating func appendPackedHeader(string length: Int) {
        switch length {
        case ..<32: self.append(0xa0 | UInt8(length))
        case ...0xff: self.append(0xd9, UInt64(length), size: 1)
        case ...0xffff: self.append(0xda, UInt64(length), size: 2)
        default: self.append(0xdb, UInt64(length), size: 4)
        }
    }

    /// Appends the header of a list and, when `flags` is not 0, the leading extension that carries them.
    mutating func appendPackedHeader(list count: Int, flags: UInt8) {
        let total = flags == 0 ? count : count + 1
        switch total {
        case ..<16: self.append(0x90 | UInt8(total))
        case ...0xffff: self.append(0xdc, UInt64(total), size: 2)
        default: self.append(0xdd, UInt64(total), size: 4)
        }
        if flags != 0 { self.append(contentsOf: [0xc7, 0, flags]) }
    }

    /// Appends the header of a map of `count` pairs and, when `flags` is not 0, the leading pair that carries them.
    mutating func appendPackedHeader(map count: Int, flags: UInt8) {
        let total = flags == 0 ? count : count + 1
        switch total {
        case ..<16: self.append(0x80 | UInt8(total))
        case ...0xffff: self.append(0xde, UInt64(total), size: 2)
        default: self.append(0xdf, UInt64(total), size: 4)
        }
        if flags != 0 { self.append(contentsOf: [0xc7, 0, flags, 0xc0]) }
    }

    /// Appends the header of an extension element in its shortest form.
    mutating func appendPackedHeader(extension type: UInt8, length: Int) {
        switch length {
        case 1, 2, 4, 8, 16: self.append(0xd4 + UInt8(length.trailingZeroBitCount))
        case ...0xff: self.append(0xc7, UInt64(length), size: 1)
        case ...0xffff: self.append(0xc8, UInt64(length), size: 2)
        default: self.append(0xc9, UInt64(length), size: 4)
        }
        self.append(type)
    }

    private mutating func append(_ first: UInt8, _ argument: UInt64, size: Int) {
        self.append(first)
        for shift in stride(from: 8 * (size - 1), through: 0, by: -8) {
            self.append(UInt8(truncatingIfNeeded: argument >> UInt64(shift)))
        }
    }
}
