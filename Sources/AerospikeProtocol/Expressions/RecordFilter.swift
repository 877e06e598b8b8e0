/// Filter expressions on what a server knows of a record besides its bins (`Spec/wire-protocol.md` §15).
public enum RecordFilter {
    private static let equal: UInt8 = 1
    private static let atLeast: UInt8 = 4
    private static let less: UInt8 = 5
    private static let atMost: UInt8 = 6
    private static let and: UInt8 = 16
    private static let lastUpdate: UInt8 = 66
    private static let sinceUpdate: UInt8 = 67
    private static let timeToLive: UInt8 = 69

    /// The packed expression that lets the records pass that were last updated at a moment or later.
    ///
    /// - Parameter moment: Nanoseconds since 1970-01-01 00:00 UTC.
    public static func updated(atOrAfter moment: Int64) -> [UInt8] {
        Self.comparison(Self.atLeast, Self.lastUpdate, moment)
    }

    /// The packed expression that lets the records pass that were last updated before a moment.
    ///
    /// - Parameter moment: Nanoseconds since 1970-01-01 00:00 UTC.
    public static func updated(before moment: Int64) -> [UInt8] {
        Self.comparison(Self.less, Self.lastUpdate, moment)
    }

    /// The packed expression that lets the records pass that were last updated so long ago at most, by the clock of the
    /// server that is asked.
    public static func updated(withinMilliseconds time: Int64) -> [UInt8] {
        Self.comparison(Self.atMost, Self.sinceUpdate, time)
    }

    /// The packed expression that lets the records pass that never expire.
    public static let neverExpires: [UInt8] = Self.comparison(Self.equal, Self.timeToLive, -1)

    /// The packed expression that lets the records pass that pass all of several expressions.
    ///
    /// - Parameter terms: Packed expressions. One alone is the result; of none the result is empty: no filter.
    public static func all(_ terms: [[UInt8]]) -> [UInt8] {
        guard terms.count > 1 else { return terms.first ?? [] }
        var writer = ByteWriter(capacity: 128)
        writer.appendListHeader(terms.count + 1)
        writer.append(Self.and)
        for term in terms { writer.append(term) }
        return writer.finish()
    }

    private static func comparison(_ operation: UInt8, _ property: UInt8, _ value: Int64) -> [UInt8] {
        var writer = ByteWriter(capacity: 32)
        writer.appendListHeader(3)
        writer.append(operation)
        writer.appendListHeader(1)
        writer.append(property)
        writer.appendPackedInteger(value)
        return writer.finish()
    }
}
