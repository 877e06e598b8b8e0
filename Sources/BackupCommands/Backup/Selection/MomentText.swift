import BackupEngine
import CommandLineInterface

/// Moments as `--modified-after` and `--modified-before` give them: `YYYY-MM-DD_HH:MM:SS`, `YYYY-MM-DD` for its
/// midnight, or `HH:MM:SS` of today, all in the local zone (`Spec/cli.md` §3).
struct MomentText {
    /// The zone.
    var rules = TimeZoneRules.local

    /// The moment that a text names, in seconds since 1970.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - last: Whether the later moment is meant if clocks show that time twice.
    /// - Throws: `OptionError` with the original's words if the text names no moment.
    func moment(_ text: String, last: Bool) throws(OptionError) -> Int {
        let time = try self.time(text)
        if let problem = time.problem { throw Self.error(text, problem) }
        let moments = self.rules.moments(time)
        guard let moment = last ? moments.last : moments.first else {
            throw Self.error(text, "clocks of the local time zone never show that time")
        }
        guard RecordChoice.moments.contains(moment) else {
            throw Self.error(text, "servers know times from 1677 to 2262 only")
        }
        return moment
    }

    /// The form of the start line: local time and the zone's name.
    func text(of moment: Int?) -> String {
        let (time, zone) = self.rules.civil(moment ?? 0)
        return "\(time.description) \(zone)"
    }

    private func time(_ text: String) throws(OptionError) -> CivilTime {
        switch text.utf8.count {
        case 19:
            guard let numbers = Self.numbers(text, "####-##-##_##:##:##"), numbers[0] >= 1900 else {
                throw Self.error(text, form: "Date/time")
            }
            return CivilTime(
                year: numbers[0],
                month: numbers[1],
                day: numbers[2],
                hour: numbers[3],
                minute: numbers[4],
                second: numbers[5]
            )
        case 10:
            guard let numbers = Self.numbers(text, "####-##-##"), numbers[0] >= 1900 else {
                throw Self.error(text, form: "Date")
            }
            return CivilTime(year: numbers[0], month: numbers[1], day: numbers[2])
        case 8:
            guard let numbers = Self.numbers(text, "##:##:##") else { throw Self.error(text, form: "Time") }
            var time = self.rules.civil(self.rules.now()).time
            (time.hour, time.minute, time.second) = (numbers[0], numbers[1], numbers[2])
            return time
        default: throw Self.error(text, Self.forms)
        }
    }

    /// The numbers that stand in a text in the place of `#`; `nil` if the text has another form.
    private static func numbers(_ text: String, _ form: String) -> [Int]? {
        var numbers: [Int] = []
        var isInNumber = false
        for (byte, expected) in zip(text.utf8, form.utf8) {
            if expected == UInt8(ascii: "#") {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                if !isInNumber { numbers.append(0) }
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
                isInNumber = true
            } else {
                guard byte == expected else { return nil }
                isInNumber = false
            }
        }
        return numbers
    }

    private static let forms = "it must be YYYY-MM-DD_HH:MM:SS, YYYY-MM-DD or HH:MM:SS, of 1900 or later"

    private static func error(_ text: String, _ problem: String) -> OptionError {
        OptionError(.value, "Invalid date and time string \(text): \(problem)")
    }

    private static func error(_ text: String, form: String) -> OptionError {
        OptionError(.value, "\(form) format error in \(text): \(Self.forms)")
    }
}
