extension ByteWriter {
    /// Appends the head of a MessagePack list, in its shortest form.
    mutating func appendListHeader(_ count: Int) {
        if count < 16 {
            self.append(UInt8(0x90 | count))
        } else {
            self.append(0xDC as UInt8)
            self.append(UInt16(clamping: count))
        }
    }

    /// Appends an integer in MessagePack's shortest form; one that is not negative as one without sign, as clients do.
    mutating func appendPackedInteger(_ value: Int64) {
        switch value {
        case 0..<128, -32..<0: self.append(UInt8(truncatingIfNeeded: value))
        case 0..<0x100: self.appendPacked(0xCC, UInt8(value))
        case 0..<0x1_0000: self.appendPacked(0xCD, UInt16(value))
        case 0..<0x1_0000_0000: self.appendPacked(0xCE, UInt32(value))
        case 0...: self.appendPacked(0xCF, UInt64(value))
        case Int64(Int8.min)...: self.appendPacked(0xD0, UInt8(truncatingIfNeeded: value))
        case Int64(Int16.min)...: self.appendPacked(0xD1, UInt16(truncatingIfNeeded: value))
        case Int64(Int32.min)...: self.appendPacked(0xD2, UInt32(truncatingIfNeeded: value))
        default: self.appendPacked(0xD3, UInt64(bitPattern: value))
        }
    }

    private mutating func appendPacked(_ type: UInt8, _ value: some FixedWidthInteger & BitwiseCopyable) {
        self.append(type)
        self.appendInteger(value.bigEndian)
    }
}
