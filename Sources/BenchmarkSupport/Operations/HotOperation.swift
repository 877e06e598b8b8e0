import BackupStorage

/// What the tools spend their time with; each can be run alone, on one core, over prepared input.
public enum HotOperation: String, CaseIterable, Sendable {
    /// Reply of a scan to text: the whole of what a backup does with a record.
    case encode
    /// Text to rows of batches: the whole of what a restore does with a record.
    case decode
    /// Ends of records found without their values, so that several workers can share a file.
    case recordEnds = "record-ends"
    /// The first half of `decode`: text to positions.
    case parse
    /// The second half of `decode`: positions to rows.
    case batch
    /// Values of bytes to base64.
    case base64Encode = "base64-encode"
    /// Base64 to values of bytes.
    case base64Decode = "base64-decode"
    /// Lists and maps passed over.
    case packedWalk = "messagepack-walk"
    /// Names of bins with their escapes.
    case escape
    /// 64-bit integers to text.
    case integerToText = "integer-to-text"
    /// Text to 64-bit integers.
    case textToInteger = "text-to-integer"
    /// Doubles to text with 17 digits.
    case doubleToText = "double-to-text"
    /// Text to doubles.
    case textToDouble = "text-to-double"
    /// Digests of integer keys.
    case digest
    /// Text to a zstd frame of level 3.
    case zstd
    /// AES with a key of 128 bits in counter mode.
    case aes128
    /// AES with a key of 256 bits in counter mode.
    case aes256

    /// The shapes with which the operation makes sense.
    public var shapes: [RecordShape] {
        switch self {
        case .encode, .decode, .recordEnds, .parse, .batch, .zstd: [.profile, .tiny, .large]
        case .base64Encode, .base64Decode, .packedWalk: [.profile, .large]
        default: [.profile]
        }
    }

    /// Makes the input of the operation: at least so many bytes of text, by default the size of the buffers that the tools fill.
    ///
    /// - Throws: If encoder or parser refuse the input, which is a fault of theirs.
    public func prepare(_ shape: RecordShape, byteCount: Int = 1 << 20) throws -> PreparedOperation {
        let sample = try Sample(shape, byteCount: byteCount)
        switch self {
        case .encode: return .encode(sample)
        case .decode: return .decode(sample)
        case .recordEnds: return .recordEnds(sample)
        case .parse: return .parse(sample)
        case .batch: return .batch(sample)
        case .base64Encode: return .base64Encode(sample)
        case .base64Decode: return .base64Decode(sample)
        case .packedWalk: return .packedWalk(sample)
        case .escape: return .escape(sample)
        case .integerToText: return .integerToText(sample)
        case .textToInteger: return .textToInteger(sample)
        case .doubleToText: return .doubleToText(sample)
        case .textToDouble: return .textToDouble(sample)
        case .digest: return .digest(sample)
        case .zstd: return try .zstd(sample)
        case .aes128: return .encryption(sample, .aes128)
        case .aes256: return .encryption(sample, .aes256)
        }
    }
}
