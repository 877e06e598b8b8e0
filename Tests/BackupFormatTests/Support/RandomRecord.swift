import AerospikeProtocol

extension SplitMix64 {
    /// A message of a scan with a record of any shape, odd names and all types included.
    mutating func scanMessage() -> Message {
        var fields = [Field(.namespace, text: "test"), Field(.digest, self.bytes(20))]
        if self.below(3) > 0 { fields.append(Field(.set, self.name(upTo: 63))) }
        if self.below(2) > 0 { fields.append(Field(.userKey, self.key())) }
        if self.below(4) == 0 { fields.append(Field(FieldType(rawValue: 15), self.bytes(8))) }
        let operations = (0..<self.below(6)).map { _ in self.bin() }
        let header = MessageHeader(
            generation: UInt32(self.below(65_536)),
            recordTimeToLive: self.below(2) == 0 ? 0 : UInt32(truncatingIfNeeded: self.next())
        )
        return Message(header: header, fields: fields, operations: operations)
    }

    /// Mostly letters; sometimes bytes that are special in the text. Never NUL, which no server has in names.
    mutating func name(upTo limit: Int) -> [UInt8] {
        let special = Array(" \n\\+-*#!\u{1}\u{7F}é".utf8) + [0xFF]
        return (0..<(1 + self.below(limit))).map { _ in
            self.below(3) == 0 ? special[self.below(special.count)] : UInt8(97 + self.below(26))
        }
    }

    private mutating func content() -> [UInt8] {
        let hostile = Array("\n+ n x\n- I a 5\n* i \\".utf8) + [0]
        return (0..<self.below(40)).map { _ in
            self.below(2) == 0 ? hostile[self.below(hostile.count)] : UInt8(truncatingIfNeeded: self.next())
        }
    }

    private mutating func key() -> [UInt8] {
        switch self.below(4) {
        case 0: [ParticleType.integer.rawValue] + self.number()
        case 1: [ParticleType.float.rawValue] + self.double()
        case 2: [ParticleType.string.rawValue] + self.content()
        default: [ParticleType.blob.rawValue] + self.content()
        }
    }

    private mutating func number() -> [UInt8] {
        let value = self.next() >> UInt64(self.below(64))
        let bits = self.below(2) == 0 ? value : 0 &- value
        return (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - $0 * 8)) }
    }

    private mutating func double() -> [UInt8] {
        let special: [Double] = [0, -0.0, .infinity, -.infinity, 1e21, .leastNonzeroMagnitude, 0.1, 1]
        var value = self.below(2) == 0 ? special[self.below(special.count)] : Double(bitPattern: self.next())
        // The text knows one NaN only.
        if value.isNaN { value = .nan }
        return (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (56 - $0 * 8)) }
    }

    private mutating func bin() -> Operation {
        let name = self.name(upTo: 15)
        let bytesTypes: [ParticleType] = [
            .blob, .javaBlob, .csharpBlob, .pythonBlob, .rubyBlob, .phpBlob, .erlangBlob, .hyperLogLog, .map, .list,
        ]
        switch self.below(7) {
        case 0: return Operation(.read, name: name)
        case 1: return Operation(.read, name: name, particleType: .integer, value: self.number())
        case 2: return Operation(.read, name: name, particleType: .float, value: self.double())
        case 3: return Operation(.read, name: name, particleType: .boolean, value: [UInt8(self.below(2))])
        case 4: return Operation(.read, name: name, particleType: .string, value: self.content())
        case 5: return Operation(.read, name: name, particleType: .geoJSON, value: [0, 0, 0] + self.content())
        default:
            let type = bytesTypes[self.below(bytesTypes.count)]
            return Operation(.read, name: name, particleType: type, value: self.content())
        }
    }
}
