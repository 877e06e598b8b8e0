import Glibc

/// How clocks are set where the user is.
struct TimeZoneRules: Sendable {
    /// The moments at which clocks show a time, in seconds since 1970: one as a rule, none in the hour that is left out
    /// when clocks go forward, two in the hour that comes twice.
    var moments: @Sendable (CivilTime) -> [Int]
    /// What clocks show at a moment in seconds since 1970, and the zone's name then.
    var civil: @Sendable (Int) -> (time: CivilTime, zone: String)
    /// The moment now, in seconds since 1970.
    var now: @Sendable () -> Int

    /// The zone of the process: that of the variable `TZ`, or the machine's.
    static let local = TimeZoneRules(
        moments: { time in
            let candidates = [1, 0].compactMap { Self.moment(time, daylightSaving: $0) }
            return Set(candidates).filter { Self.localTime($0).time == time }.sorted()
        },
        civil: { Self.localTime($0) },
        now: { Glibc.time(nil) }
    )

    private static func moment(_ time: CivilTime, daylightSaving: Int32) -> Int? {
        var parts = tm()
        parts.tm_year = Int32(clamping: time.year - 1900)
        parts.tm_mon = Int32(clamping: time.month - 1)
        parts.tm_mday = Int32(clamping: time.day)
        parts.tm_hour = Int32(clamping: time.hour)
        parts.tm_min = Int32(clamping: time.minute)
        parts.tm_sec = Int32(clamping: time.second)
        parts.tm_isdst = daylightSaving
        return mktime(&parts)
    }

    private static func localTime(_ moment: Int) -> (time: CivilTime, zone: String) {
        tzset()
        var moment = moment
        var parts = tm()
        localtime_r(&moment, &parts)
        let time = CivilTime(
            year: Int(parts.tm_year) + 1900,
            month: Int(parts.tm_mon) + 1,
            day: Int(parts.tm_mday),
            hour: Int(parts.tm_hour),
            minute: Int(parts.tm_min),
            second: Int(parts.tm_sec)
        )
        return (time, parts.tm_zone.map { String(cString: $0) } ?? "")
    }
}
