import Glibc

/// A moment to the second, written as RFC 3339 has it, in UTC: `2026-01-31T12:00:00Z`.
package struct UTCTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The last second of the year 9999.
    private static let last = 253_402_300_799

    /// The seconds since 1970.
    package let seconds: Int

    /// Creates a moment from seconds since 1970; those outside the years 1970 to 9999 are moved into them.
    package init(seconds: Int) { self.seconds = min(max(seconds, 0), Self.last) }

    /// Reads a moment; `nil` for anything but the form above, and for days that no calendar has.
    package init?(_ text: String) {
        guard text.utf8.count == 20 else { return nil }
        let numbers = text.utf8.split(whereSeparator: { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) })
            .compactMap { Int32(String($0) ?? "") }
        guard numbers.count == 6 else { return nil }
        var parts = tm()
        parts.tm_year = numbers[0] - 1900
        parts.tm_mon = numbers[1] - 1
        parts.tm_mday = numbers[2]
        parts.tm_hour = numbers[3]
        parts.tm_min = numbers[4]
        parts.tm_sec = numbers[5]
        self.init(seconds: timegm(&parts))
        // Other forms, and days that do not exist, come out as something else.
        guard self.description == text else { return nil }
    }

    /// The time now.
    static var now: UTCTime { UTCTime(seconds: time(nil)) }

    /// Compares by time.
    package static func < (one: UTCTime, other: UTCTime) -> Bool { one.seconds < other.seconds }

    /// The text in RFC 3339.
    package var description: String {
        var seconds = self.seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday].map(Self.padded).joined(separator: "-")
        let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(Self.padded).joined(separator: ":")
        return "\(date)T\(time)Z"
    }

    private static func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
