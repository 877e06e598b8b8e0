package import AerospikeProtocol

/// How a value stands in a window of a backup file.
package enum ValueEncoding: UInt8, Sendable {
    /// No value: a nil bin.
    case none
    /// An integer, double or boolean, already read: `BinLayout.bits`.
    case number
    /// The bytes themselves.
    case raw
    /// Base64, already checked.
    case base64
}

/// A bin of a record in a window of a backup file: positions only.
package struct BinLayout: Hashable, Sendable {
    /// The bin's name.
    package var name: TextToken
    /// The type of the value.
    package var particleType: ParticleType
    /// How the value stands in the window.
    package var encoding: ValueEncoding
    /// The value's bytes in the window; for numbers their text.
    package var value: Range<Int>
    /// A number: the integer's bits, the double's bit pattern, or 0 or 1.
    package var bits: UInt64
}

/// The user key of a record in a window of a backup file.
package struct KeyLayout: Hashable, Sendable {
    /// The type of the key: integer, double, string or blob.
    package var particleType: ParticleType
    /// How the key stands in the window.
    package var encoding: ValueEncoding
    /// The key's bytes in the window; for numbers their text.
    package var value: Range<Int>
    /// A number: the integer's bits or the double's bit pattern.
    package var bits: UInt64
}
