import AerospikeProtocol

extension BlockParser {
    /// The bytes of a version line.
    private static let versionSize = 12
    /// The most bytes of a meta line behind `#`, with its line feed.
    private static let metaLimit = 1000

    /// Reads the version line and the meta lines, and keeps the version.
    ///
    /// - Parameters:
    ///   - window: Bytes of the file.
    ///   - offset: Where the head begins.
    ///   - isFinal: Whether the file ends where the window ends.
    /// - Throws: `FormatError` with the original's wording.
    package mutating func parseHead(
        _ window: RawSpan,
        at offset: Int,
        isFinal: Bool
    ) throws(FormatError) -> HeadResult {
        let text = window.extracting(droppingFirst: offset)
        var version = [UInt8](copying: text.extracting(first: min(text.byteCount, Self.versionSize)))
        if let lineFeed = version.firstIndex(of: 0x0A) { version.removeSubrange((lineFeed + 1)...) }
        if version.count < Self.versionSize, version.last != 0x0A, !isFinal { return .needMore }
        var head = BackupFileHead(minorVersion: try self.minorVersion(version), rawNamespace: nil, isFirstFile: false)
        var next = Self.versionSize
        var line = self.firstLine + 1
        while true {
            guard next < text.byteCount else {
                if isFinal { break }
                return .needMore
            }
            guard text.byte(at: next) == UInt8(ascii: "#") else { break }
            let rest = text.extracting(droppingFirst: next + 1)
            guard let size = try self.sizeOfMetaLine(rest, isFinal: isFinal, line: line) else { return .needMore }
            try self.read(rest.extracting(first: size - 1), line: line, into: &head)
            next += 1 + size
            line += 1
        }
        self.isLegacy = head.minorVersion == 0
        return .head(head, next: offset + next)
    }

    private func minorVersion(_ version: [UInt8]) throws(FormatError) -> Int {
        guard !version.isEmpty else {
            throw FormatError(.badHead, "Error while reading version from backup file \(self.fileName)")
        }
        guard version.count == Self.versionSize, version.starts(with: "Version ".utf8), version[11] == 0x0A else {
            throw Self.withDump(version, .badHead, "Invalid version line in backup file \(self.fileName)")
        }
        let number = String(decoding: version[8..<11].view)
        switch number {
        case "3.0": return 0
        case "3.1": return 1
        case "3.2": return 2
        default:
            throw Self.withDump(
                version,
                .badVersion,
                "Invalid backup file version \(number) in backup file \(self.fileName)"
            )
        }
    }

    /// An error with the version line in hexadecimal: 13 bytes, filled up with zeros, in a row made for 16.
    private static func withDump(_ version: [UInt8], _ code: FormatError.Code, _ message: String) -> FormatError {
        let bytes = version + [UInt8](repeating: 0, count: Self.versionSize + 1 - version.count)
        let digits = bytes.map { byte in " " + (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        let characters = bytes.map { byte in
            byte >= 0x20 && byte < 0x7F ? Character(Unicode.Scalar(byte)) : "."
        }
        var error = FormatError(code, message)
        error.details = ["0000" + digits + String(repeating: " ", count: 10) + String(characters)]
        return error
    }

    /// The size of a meta line behind its `#`, with its line feed; `nil` if the window does not hold it.
    private func sizeOfMetaLine(_ rest: RawSpan, isFinal: Bool, line: Int) throws(FormatError) -> Int? {
        let limit = min(rest.byteCount, Self.metaLimit)
        for offset in 0..<limit where rest.byte(at: offset) == 0x0A { return offset + 1 }
        if rest.byteCount < Self.metaLimit, !isFinal { return nil }
        guard rest.byteCount > 0 else {
            throw self.metaError("Error while reading meta data from backup file \(self.fileName):\(line) [1]", line)
        }
        let text = String(decoding: rest.extracting(first: limit))
        throw self.metaError("Meta data line \(text) too long in backup file \(self.fileName):\(line)", line)
    }

    private func read(_ text: RawSpan, line: Int, into head: inout BackupFileHead) throws(FormatError) {
        let bytes = [UInt8](copying: text)
        let isGood = bytes.first == UInt8(ascii: " ")
        let payload = Array(bytes.dropFirst())
        if isGood, payload.elementsEqual("first-file".utf8) {
            head.isFirstFile = true
        } else if isGood, payload.starts(with: "namespace".utf8) {
            let name = payload.dropFirst("namespace".utf8.count)
            head.rawNamespace = Array(name.first == UInt8(ascii: " ") ? name.dropFirst() : name)
        } else {
            let shown = String(decoding: bytes.view)
            throw self.metaError(
                "Invalid meta data line \"#\(shown)\" in backup file \(self.fileName):\(line) [\(isGood ? 2 : 1)]",
                line
            )
        }
    }

    private func metaError(_ message: String, _ line: Int) -> FormatError {
        var error = FormatError(.badMetaLine, message)
        error.line = line
        return error
    }
}
