import Testing

@testable import BackupCommands
@testable import CommandLineInterface

@Suite struct `Times of the command line` {
    /// A zone two hours ahead of UTC whose clocks go forward on 2021-03-28 from 02:00 to 03:00, and back on 2021-10-31
    /// from 03:00 to 02:00: the rules of Berlin for one year. It is 2021-07-04 there.
    private static let rules = TimeZoneRules(
        moments: { time in
            let start = Self.days(time) * 86_400 + time.hour * 3600 + time.minute * 60 + time.second
            return [start - 7200, start - 3600].filter { Self.civil($0) == time }
        },
        civil: { (Self.civil($0), "HERE") },
        now: { 1_625_400_000 }
    )

    private static let forward = 1_616_893_200
    private static let back = 1_635_642_000

    private static func civil(_ moment: Int) -> CivilTime {
        let local = moment + ((Self.forward..<Self.back).contains(moment) ? 7200 : 3600)
        var (year, rest) = (1970, local.quotientAndRemainder(dividingBy: 86_400).quotient)
        while true {
            let length = (1...12).reduce(0) { $0 + CivilTime.days(ofMonth: $1, year: year) }
            guard rest >= length else { break }
            (year, rest) = (year + 1, rest - length)
        }
        var month = 1
        while rest >= CivilTime.days(ofMonth: month, year: year) {
            rest -= CivilTime.days(ofMonth: month, year: year)
            month += 1
        }
        let second = local % 86_400
        return CivilTime(
            year: year,
            month: month,
            day: rest + 1,
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60
        )
    }

    /// Days since 1970.
    private static func days(_ time: CivilTime) -> Int {
        let years = (1970..<max(1970, time.year)).reduce(0) { sum, year in
            sum + (1...12).reduce(0) { $0 + CivilTime.days(ofMonth: $1, year: year) }
        }
        return years + (1..<time.month).reduce(0) { $0 + CivilTime.days(ofMonth: $1, year: time.year) } + time.day - 1
    }

    private let texts = MomentText(rules: Self.rules)

    /// Seconds since 1970 by the command `date -d`, in winter an hour and in summer two hours ahead of UTC.
    @Test(arguments: [
        ("2021-01-01_12:30:15", 1_609_500_615), ("2021-07-01", 1_625_090_400), ("10:00:00", 1_625_385_600),
    ])
    func `all three forms`(text: String, moment: Int) throws {
        #expect(try self.texts.moment(text, last: false) == moment)
        #expect(try self.texts.moment(text, last: true) == moment)
    }

    @Test func `an hour that comes twice is meant as a whole`() throws {
        #expect(try self.texts.moment("2021-10-31_02:30:00", last: false) == 1_635_640_200)
        #expect(try self.texts.moment("2021-10-31_02:30:00", last: true) == 1_635_643_800)
    }

    @Test(arguments: [
        ("2021-03-28_02:30:00", "clocks of the local time zone never show that time"),
        ("2020-13-01", "there is no month 13"), ("2020-00-01", "there is no month 0"),
        ("2021-02-29", "month 2 of 2021 has no day 29"), ("2020-04-31", "month 4 of 2020 has no day 31"),
        ("2020-04-00", "month 4 of 2020 has no day 0"), ("24:00:00", "hours go from 0 to 23"),
        ("12:60:00", "minutes and seconds go from 0 to 59"), ("12:00:60", "minutes and seconds go from 0 to 59"),
        ("9999-12-31", "servers know times from 1677 to 2262 only"),
    ])
    func `what names no moment is refused`(text: String, problem: String) {
        #expect(throws: OptionError(.value, "Invalid date and time string \(text): \(problem)")) {
            try self.texts.moment(text, last: false)
        }
    }

    @Test(arguments: [
        ("2020-1-1", "Time format error in 2020-1-1"), ("1899-01-01", "Date format error in 1899-01-01"),
        ("2020-01-01 00:00:00", "Date/time format error in 2020-01-01 00:00:00"),
        ("", "Invalid date and time string :"),
        ("2020/01/01", "Date format error in 2020/01/01"), ("1x:00:00", "Time format error in 1x:00:00"),
    ])
    func `other forms are refused with the original's words`(text: String, message: String) {
        do throws(OptionError) {
            _ = try self.texts.moment(text, last: false)
            Issue.record("\(text) was accepted")
        } catch {
            #expect(error.message.hasPrefix(message), "\(error.message)")
        }
    }

    @Test func `the start line shows local time and the zone`() {
        #expect(self.texts.text(of: 1_609_500_615) == "2021-01-01 12:30:15 HERE")
        #expect(self.texts.text(of: nil) == "1970-01-01 01:00:00 HERE")
    }

    /// Whatever the zone of the machine: noon comes once on every day.
    @Test func `the zone of the process`() throws {
        let texts = MomentText()
        let moment = try texts.moment("2020-07-01_12:00:00", last: false)
        #expect(texts.text(of: moment).hasPrefix("2020-07-01 12:00:00 "))
        #expect(abs(moment - 1_593_604_800) <= 14 * 3600)
        #expect(try texts.moment("2020-07-01_12:00:00", last: true) == moment)
        #expect(throws: OptionError.self) { try texts.moment("9999-12-31", last: false) }
        #expect(try texts.moment("1960-01-01_12:00:00", last: false) < 0)
    }
}
