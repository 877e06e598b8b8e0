@testable import AerospikeLocalServer

/// The notation of the vector tables: bytes in hexadecimal, `-` for none; bins as `type:bytes`, `nil` for none.
enum VectorText {
    static func bytes(_ text: some StringProtocol) -> [UInt8] {
        guard text != "-" else { return [] }
        var rest = Substring(text)
        var bytes: [UInt8] = []
        while !rest.isEmpty {
            bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    static func bin(_ text: some StringProtocol) -> BinParticle? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let type = UInt8(parts[0]) else { return nil }
        return BinParticle(type: type, bytes: self.bytes(parts[1]))
    }

    static func text(_ bytes: [UInt8]) -> String {
        bytes.isEmpty ? "-" : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func text(_ bin: BinParticle?) -> String {
        bin.map { "\($0.type):\(self.text($0.bytes))" } ?? "nil"
    }

    /// The two sides of a line.
    static func sides(_ line: String) -> (question: [Substring], answer: String) {
        let parts = line.split(separator: "=", maxSplits: 1)
        return (parts[0].split(separator: " "), parts[1].drop { $0 == " " }.description)
    }
}
