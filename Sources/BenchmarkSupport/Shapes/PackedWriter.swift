import AerospikeProtocol

/// Writes the MessagePack of lists and maps as clients do.
struct PackedWriter: ~Copyable {
    private var writer = ByteWriter(capacity: 256)

    /// The bytes written.
    consuming func finish() -> [UInt8] { self.writer.finish() }

    /// Begins a list of fewer than 16 elements.
    mutating func beginList(_ count: Int) { self.writer.append(0x90 | UInt8(truncatingIfNeeded: count)) }

    /// Begins a map of fewer than 16 pairs.
    mutating func beginMap(_ count: Int) { self.writer.append(0x80 | UInt8(truncatingIfNeeded: count)) }

    /// Writes an integer in its shortest form.
    mutating func write(_ value: UInt64) {
        switch value {
        case 0..<0x80: self.writer.append(UInt8(value))
        case 0..<0x100:
            self.writer.append(UInt8(0xCC))
            self.writer.append(UInt8(value))
        case 0..<0x1_0000:
            self.writer.append(UInt8(0xCD))
            self.writer.append(UInt16(value))
        case 0..<0x1_0000_0000:
            self.writer.append(UInt8(0xCE))
            self.writer.append(UInt32(value))
        default:
            self.writer.append(UInt8(0xCF))
            self.writer.append(value)
        }
    }

    /// Writes a string of fewer than 31 bytes, with the particle type in front that servers want.
    mutating func write(_ text: [UInt8]) {
        self.writer.append(0xA0 | UInt8(truncatingIfNeeded: text.count + 1))
        self.writer.append(ParticleType.string.rawValue)
        self.writer.append(text)
    }

    /// Writes a string of fewer than 31 bytes.
    mutating func write(_ text: String) { self.write(Array(text.utf8)) }
}
