import AerospikeProtocol

/// The letters of a bin's types (`Spec/asb-format.md` §5.4).
enum BinLetter {
    /// The letter of a type; `nil` if it has none.
    static func letter(of type: ParticleType) -> UInt8? {
        switch type {
        case .null: UInt8(ascii: "N")
        case .integer: UInt8(ascii: "I")
        case .float: UInt8(ascii: "D")
        case .string: UInt8(ascii: "S")
        case .boolean: UInt8(ascii: "Z")
        case .geoJSON: UInt8(ascii: "G")
        case .blob: UInt8(ascii: "B")
        case .map: UInt8(ascii: "M")
        case .list: UInt8(ascii: "L")
        case .hyperLogLog: UInt8(ascii: "Y")
        case .javaBlob: UInt8(ascii: "J")
        case .csharpBlob: UInt8(ascii: "C")
        case .pythonBlob: UInt8(ascii: "P")
        case .rubyBlob: UInt8(ascii: "R")
        case .phpBlob: UInt8(ascii: "H")
        case .erlangBlob: UInt8(ascii: "E")
        default: nil
        }
    }

    /// Whether values of a type that has a letter are carried as bytes: base64, or raw if the backup is compact.
    static func isOfBytes(_ type: ParticleType) -> Bool {
        switch type {
        case .null, .integer, .float, .string, .boolean, .geoJSON: false
        default: true
        }
    }

    /// The type of a letter of values that are carried as bytes; `nil` for any other.
    @inline(__always)
    static func typeOfBytes(_ letter: UInt8) -> ParticleType? {
        switch letter {
        case UInt8(ascii: "B"): .blob
        case UInt8(ascii: "M"): .map
        case UInt8(ascii: "L"): .list
        case UInt8(ascii: "Y"): .hyperLogLog
        case UInt8(ascii: "J"): .javaBlob
        case UInt8(ascii: "C"): .csharpBlob
        case UInt8(ascii: "P"): .pythonBlob
        case UInt8(ascii: "R"): .rubyBlob
        case UInt8(ascii: "H"): .phpBlob
        case UInt8(ascii: "E"): .erlangBlob
        default: nil
        }
    }
}
