/// Writes amounts of bytes for people: `512 B`, `1.5 KiB`, `20.0 GiB`.
package enum ByteAmount {
    private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    /// The text of an amount, cut to one digit behind the point.
    package static func text(_ bytes: UInt64) -> String {
        guard bytes >= 1024 else { return "\(bytes) B" }
        // Tenths of the unit below, so that nothing overflows and nothing is rounded up to 1024.
        var amount = bytes
        var tenths: UInt64 = 0
        var unit = -1
        while amount >= 1024 {
            tenths = (amount % 1024) * 10 / 1024
            amount /= 1024
            unit += 1
        }
        return "\(amount).\(tenths) \(Self.units[unit])"
    }
}
