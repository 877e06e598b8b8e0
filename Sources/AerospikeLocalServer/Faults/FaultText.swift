import AerospikeProtocol

/// Reads the text form of faults (`Spec/faults.md`).
struct FaultText {
    /// The rule as it was given, for errors.
    let text: Substring

    /// A rule, or how far a clock is ahead.
    enum Entry: Hashable {
        case rule(FaultRule)
        case clock(node: Int?, seconds: Int)
    }

    /// Reads `[NODE/]EVENT[#FIRST[-[LAST]]][%STEP]=FAULT[:ARGUMENT][@PLACE]`.
    func entry() throws(LocalServerError) -> Entry {
        let sides = self.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else { throw self.error("it has no '=' between the event and the fault") }
        let (node, place) = try self.node(sides[0])
        if place == "clock" {
            guard sides[1].hasPrefix("skew:") else { throw self.error("of a clock only 'skew:SECONDS' can be told") }
            return .clock(
                node: node,
                seconds: try self.number(sides[1].dropFirst(5), "SECONDS", -4_000_000_000...4_000_000_000)
            )
        }
        let (name, occurrences) = try self.occurrences(place)
        guard let event = FaultEvent(rawValue: String(name)) else {
            let known = FaultEvent.allCases.map(\.rawValue).joined(separator: ", ")
            throw self.error("there is no event '\(name)', only \(known) and clock")
        }
        let fault = try self.fault(sides[1])
        guard fault.fits(event) else { throw self.error("'\(sides[1])' cannot come at event '\(event.rawValue)'") }
        return .rule(FaultRule(event, at: occurrences, fault, node: node))
    }

    private func node(_ side: Substring) throws(LocalServerError) -> (Int?, Substring) {
        guard let slash = side.firstIndex(of: "/") else { return (nil, side) }
        return (try self.number(side[..<slash], "NODE", 1...Int.max), side[side.index(after: slash)...])
    }

    private func occurrences(_ place: Substring) throws(LocalServerError) -> (Substring, FaultRule.Occurrences) {
        var occurrences = FaultRule.Occurrences()
        var rest = place
        if let percent = rest.firstIndex(of: "%") {
            occurrences.step = try self.number(rest[rest.index(after: percent)...], "STEP", 1...Int.max)
            // Every third one is the third, the sixth and so on.
            occurrences.first = occurrences.step
            rest = rest[..<percent]
        }
        guard let hash = rest.firstIndex(of: "#") else { return (rest, occurrences) }
        let range = rest[rest.index(after: hash)...]
        let ends = range.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        occurrences.first = try self.number(ends[0], "FIRST", 1...Int.max)
        occurrences.last = occurrences.first
        if ends.count == 2 {
            occurrences.last = ends[1].isEmpty ? nil : try self.number(ends[1], "LAST", occurrences.first...Int.max)
        }
        return (rest[..<hash], occurrences)
    }

    private func fault(_ side: Substring) throws(LocalServerError) -> Fault {
        let halves = side.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let words = halves[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let place = halves.count > 1 ? halves[1] : nil
        let argument = words.count > 1 ? words[1] : nil
        switch words[0] {
        case "cut":
            return .cut(after: try self.place(place), try argument.map(self.ending) ?? .reset)
        case "delay":
            return .delay(try self.delay(argument), at: place == nil ? 0 : try self.place(place))
        case "freeze":
            return .freeze(try self.delay(argument))
        case "garble":
            let mask = try argument.map { value throws(LocalServerError) in try self.number(value, "MASK", 1...255) }
            return .garble(at: try self.place(place), mask: UInt8(mask ?? 255))
        case "length":
            let size = try self.number(argument, "SIZE", 0...0xFFFF_FFFF_FFFF)
            return .length(UInt64(size), message: try self.message(place))
        case "type":
            return .type(UInt8(try self.number(argument, "NUMBER", 0...255)), message: try self.message(place))
        case "result":
            return .result(try self.code(argument), afterRecords: place == nil ? nil : try self.place(place))
        case "applied":
            return .applied(try self.code(argument))
        case "load":
            return .load(try self.number(argument, "PERCENT", 0...100))
        default:
            guard argument == nil, place == nil else { throw self.error("there is no fault '\(side)'") }
            return .end(try self.ending(words[0]))
        }
    }

    private func ending(_ word: Substring) throws(LocalServerError) -> FaultEnding {
        if let ending = FaultEnding(rawValue: String(word)) { return ending }
        let known = FaultEnding.allCases.map(\.rawValue).joined(separator: ", ")
        throw self.error(
            "there is no fault '\(word)', only \(known), cut, delay, garble, length, type, result, applied, freeze, load"
        )
    }

    private func delay(_ word: Substring?) throws(LocalServerError) -> FaultDelay {
        if word == "held" { return .untilReleased }
        return .milliseconds(try self.number(word, "MILLISECONDS", 0...86_400_000))
    }

    private func code(_ word: Substring?) throws(LocalServerError) -> ResultCode {
        ResultCode(rawValue: UInt8(try self.number(word, "CODE", 1...255)))
    }

    private func place(_ word: Substring?) throws(LocalServerError) -> Int {
        try self.number(word, "PLACE", 0...Int.max)
    }

    private func message(_ word: Substring?) throws(LocalServerError) -> Int {
        word == nil ? 1 : try self.number(word, "PLACE", 1...Int.max)
    }

    private func number(_ word: Substring?, _ name: String, _ range: ClosedRange<Int>) throws(LocalServerError) -> Int {
        guard let word else { throw self.error("\(name) is missing") }
        guard let number = Int(word), range.contains(number) else {
            let limits =
                range.upperBound == Int.max ? "from \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            throw self.error("\(name) '\(word)' is not a number \(limits)")
        }
        return number
    }

    private func error(_ problem: String) -> LocalServerError {
        LocalServerError(.badFault, "fault '\(self.text)': \(problem)")
    }
}
