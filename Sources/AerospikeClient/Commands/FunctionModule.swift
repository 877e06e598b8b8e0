import AerospikeProtocol

/// A module of user-defined functions (`Spec/wire-protocol.md` §3.6).
public struct FunctionModule: Hashable, Sendable {
    /// The file's name.
    public var name: String
    /// The language as the server names it: `LUA`.
    public var type: String
    /// The file's bytes.
    public var content: [UInt8]

    /// Creates a module.
    public init(name: String, type: String = "LUA", content: [UInt8]) {
        self.name = name
        self.type = type
        self.content = content
    }

    /// Reads the names out of a value of `udf-list`.
    static func names(_ value: String) -> [String] {
        InfoEntries(value, separator: ";").compactMap { InfoValue.first("filename", in: $0, separator: ",") }
    }

    /// Reads a value of `udf-get`; `nil` if it has no content in base64.
    init?(name: String, value: String) {
        guard let text = InfoValue.first("content", in: value, separator: ";"), let content = Base64.decode(text)
        else { return nil }
        self.init(name: name, type: InfoValue.first("type", in: value, separator: ";") ?? "LUA", content: content)
    }

    /// The command that stores the module.
    var putCommand: String {
        let text = Base64.encode(self.content)
        return "udf-put:filename=\(self.name);content=\(text);content-len=\(text.utf8.count);udf-type=\(self.type);"
    }
}
