extension MessagePackHeader {
    static func kind(first: UInt8, argument: UInt64) -> Kind {
        switch first {
        case 0x00...0x7f: .integer(Int64(first))
        case 0xe0...0xff: .integer(Int64(Int8(bitPattern: first)))
        case 0x80...0x8f: .map(count: Int(first & 0x0f))
        case 0x90...0x9f: .array(count: Int(first & 0x0f))
        case 0xa0...0xbf: .string(length: Int(first & 0x1f))
        case 0xc2: .boolean(false)
        case 0xc3: .boolean(true)
        case 0xc4...0xc6: .binary(length: Int(truncatingIfNeeded: argument))
        case 0xc7...0xc9: .extended(type: UInt8(truncatingIfNeeded: argument), length: Int(argument >> 8))
        case 0xca...0xcb: Self.real(first: first, argument: argument)
        case 0xcc...0xcf, 0xd0...0xd3: Self.integer(first: first, argument: argument)
        case 0xd4...0xd8: .extended(type: UInt8(truncatingIfNeeded: argument), length: 1 << Int(first & 0x0f &- 4))
        case 0xd9...0xdb: .string(length: Int(truncatingIfNeeded: argument))
        case 0xdc...0xdd: .array(count: Int(truncatingIfNeeded: argument))
        case 0xde...0xdf: .map(count: Int(truncatingIfNeeded: argument))
        default: .null
        }
    }

    private static func real(first: UInt8, argument: UInt64) -> Kind {
        first == 0xca
            ? .float(Float(bitPattern: UInt32(truncatingIfNeeded: argument)))
            : .double(Double(bitPattern: argument))
    }

    private static func integer(first: UInt8, argument: UInt64) -> Kind {
        switch first {
        case 0xd0: .integer(Int64(Int8(truncatingIfNeeded: argument)))
        case 0xd1: .integer(Int64(Int16(truncatingIfNeeded: argument)))
        case 0xd2: .integer(Int64(Int32(truncatingIfNeeded: argument)))
        case 0xd3: .integer(Int64(bitPattern: argument))
        default: Int64(exactly: argument).map { .integer($0) } ?? .unsigned(argument)
        }
    }
}
