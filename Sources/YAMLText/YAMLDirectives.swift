/// The lines of a document that begin with `%`, such as `%YAML 1.2`.
///
/// libyaml compares each `%TAG` with all in front of it: 1.3 MB of them took half a minute. No document of ours has any, and nobody
/// needs more than a few.
enum YAMLDirectives {
    private static let most = 4

    /// - Throws: `YAMLError` at the first line that is too many.
    static func check(_ text: ArraySlice<UInt8>) throws(YAMLError) {
        var count = 0
        var start = text.startIndex
        while let place = text[start...].firstIndex(of: UInt8(ascii: "%")) {
            start = place + 1
            let before = text[..<place]
            guard Self.isEndOfLine(before) else { continue }
            count += 1
            guard count > Self.most else { continue }
            let line = before.count { $0 == 0x0A } + 1
            throw YAMLError(line: line, column: 1, "more than \(Self.most) directives (lines that begin with %)")
        }
    }

    /// Whether a line ends here for libyaml: with CR, LF, NEL, LS or PS.
    private static func isEndOfLine(_ text: ArraySlice<UInt8>) -> Bool {
        switch text.last {
        case nil, 0x0A, 0x0D: true
        case 0x85: text.dropLast().last == 0xC2
        case 0xA8, 0xA9: text.dropLast().suffix(2).elementsEqual([0xE2, 0x80])
        default: false
        }
    }
}
