/// A date and a time of day as clocks and calendars show them.
struct CivilTime: Hashable, Sendable {
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to 31.
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0

    /// The number of days of a month.
    static func days(ofMonth month: Int, year: Int) -> Int {
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        if month == 2 { return isLeapYear ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// What is wrong with the numbers; `nil` if the calendar has such a day and the clock such a time.
    var problem: String? {
        guard (1...12).contains(self.month) else { return "there is no month \(self.month)" }
        guard (1...Self.days(ofMonth: self.month, year: self.year)).contains(self.day) else {
            return "month \(self.month) of \(self.year) has no day \(self.day)"
        }
        guard (0...23).contains(self.hour) else { return "hours go from 0 to 23" }
        guard (0...59).contains(self.minute), (0...59).contains(self.second) else {
            return "minutes and seconds go from 0 to 59"
        }
        return nil
    }

    /// The form of the start line: `2026-01-31 12:00:00`.
    var description: String {
        let date = "\(Self.padded(self.year, to: 4))-\(Self.padded(self.month))-\(Self.padded(self.day))"
        return "\(date) \(Self.padded(self.hour)):\(Self.padded(self.minute)):\(Self.padded(self.second))"
    }

    private static func padded(_ number: Int, to width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
