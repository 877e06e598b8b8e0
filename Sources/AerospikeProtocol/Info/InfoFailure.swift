/// The error that a value of the text protocol tells of (`Spec/wire-protocol.md` §2.1).
public struct InfoFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The result code; 1 if the server names none, 100 for errors of modules.
    public var code: Int
    /// The server's message.
    public var message: String

    /// Creates a failure.
    public init(code: Int, message: String) {
        self.code = code
        self.message = message
    }

    /// Reads a value; `nil` if it tells of no error. Prefixes are compared without regard to case.
    public init?(value: String) {
        let lowered = value.lowercased()
        if lowered.hasPrefix("error=") {
            self.code = 100
            self.message = value
            return
        }
        guard lowered.hasPrefix("error:") || lowered.hasPrefix("fail:") else { return nil }
        let parts = value.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        let number = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
        self.code = number == 0 ? 1 : number
        self.message = parts.count > 2 ? String(parts[2].drop { $0 == " " }) : value
    }

    /// The message and the code.
    public var description: String { "\(self.message) (code \(self.code))" }
}
