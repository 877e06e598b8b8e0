import AerospikeProtocol

/// A block of a PEM file (RFC 7468): a label and bytes.
struct PEMBlock {
    /// What stands between `BEGIN` and the dashes.
    let label: String
    /// Whether the block is encrypted with a passphrase, in either of the two ways.
    let isEncrypted: Bool
    /// The bytes; `nil` if they are not base64.
    let bytes: [UInt8]?

    /// Finds the blocks of a text; anything around them is ignored.
    static func blocks(in text: String) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var open: (label: Substring, lines: [Substring])?
        for line in text.split(whereSeparator: \.isNewline) {
            let trimmed = Self.trimmed(line)
            if let label = Self.label(of: trimmed, "-----BEGIN ") {
                open = (label, [])
            } else if let label = Self.label(of: trimmed, "-----END "), let block = open {
                if label == block.label { blocks.append(PEMBlock(label: label, lines: block.lines)) }
                open = nil
            } else {
                open?.lines.append(trimmed)
            }
        }
        return blocks
    }

    private init(label: Substring, lines: [Substring]) {
        self.label = String(label)
        self.isEncrypted = label.hasPrefix("ENCRYPTED") || lines.contains { $0.hasPrefix("Proc-Type:") }
        self.bytes = Base64.decode(lines.filter { !$0.contains(":") }.joined())
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line
        while let last = line.last, last == " " || last == "\t" { line.removeLast() }
        return line
    }

    private static func label(of line: Substring, _ beginning: String) -> Substring? {
        guard line.hasPrefix(beginning), line.hasSuffix("-----") else { return nil }
        return line.dropFirst(beginning.count).dropLast(5)
    }
}
