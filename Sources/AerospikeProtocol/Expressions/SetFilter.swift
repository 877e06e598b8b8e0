/// A filter expression that lets the records of several sets pass (`Spec/wire-protocol.md` §15).
public enum SetFilter {
    private static let equal: UInt8 = 1
    private static let or: UInt8 = 17
    private static let setName: UInt8 = 70

    /// The packed expression `or(set == a, set == b, ...)`; a single set is compared without the `or`.
    ///
    /// - Parameter sets: The names, at least one; an empty name means the records without a set.
    public static func packed(_ sets: [String]) -> [UInt8] {
        var writer = ByteWriter(capacity: 64)
        if sets.count > 1 {
            writer.appendListHeader(sets.count + 1)
            writer.append(Self.or)
        }
        for set in sets {
            writer.appendListHeader(3)
            writer.append(Self.equal)
            writer.appendListHeader(1)
            writer.append(Self.setName)
            Self.appendString(set, to: &writer)
        }
        return writer.finish()
    }

    /// A string of the server's: a header that counts the type byte, the type byte, the text (§7.2).
    private static func appendString(_ text: String, to writer: inout ByteWriter) {
        let bytes = Array(text.utf8)
        let count = bytes.count + 1
        if count < 32 {
            writer.append(UInt8(0xA0 | count))
        } else {
            writer.append(0xD9 as UInt8)
            writer.append(UInt8(clamping: count))
        }
        writer.append(ParticleType.string.rawValue)
        writer.append(bytes)
    }
}
