/// The XXH3 checksum of 128 bits of a file's bytes as they are stored (`Spec/manifest.md` §2).
///
/// It finds damage, not forgery: whoever can change a file on purpose can also make it fit.
package struct Checksum: Hashable, Sendable, CustomStringConvertible {
    /// The name of the function.
    package static let name = "xxh3-128"
    private static let digits = 32

    private let value: UInt128

    init(high: UInt64, low: UInt64) { self.value = UInt128(high) << 64 | UInt128(low) }

    /// Reads 32 lower-case hexadecimal digits; `nil` for anything else.
    package init?(_ text: String) {
        let isHexadecimal = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard text.utf8.count == Self.digits, isHexadecimal, let value = UInt128(text, radix: 16) else { return nil }
        self.value = value
    }

    /// Computes the checksum of bytes in memory.
    ///
    /// - Throws: `StorageError` if there is no memory for it.
    package init(of bytes: some Sequence<UInt8>) throws(StorageError) {
        var running = try RunningChecksum()
        Array(bytes).withUnsafeBytes { running.add($0) }
        self = running.value
    }

    /// 32 hexadecimal digits, as `xxhsum -H128` prints them.
    package var description: String {
        let text = String(self.value, radix: 16)
        return String(repeating: "0", count: Self.digits - text.count) + text
    }
}
