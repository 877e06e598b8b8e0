/// An entry of the server's `sindex-list`, in the words of servers of today (`Spec/wire-protocol.md` §3.5).
public struct SecondaryIndexEntry: Hashable, Sendable {
    /// The namespace; `nil` if the entry does not tell it.
    public var namespace: String?
    /// The index's name; `nil` if the entry does not tell it.
    public var name: String?
    /// The set; empty for the whole namespace.
    public var set: String
    /// The bin as the server tells it: `null` if an expression is indexed; `nil` if the entry does not tell it.
    public var bin: String?
    /// The number of bins; `nil` if the entry does not tell it.
    public var binCount: String?
    /// The type of what is indexed: `numeric`, `string`, `blob`, `geo2dsphere`, or what else the server says, in lower case.
    public var type: String
    /// What of the bin is indexed: `default`, `list`, `mapkeys`, `mapvalues`, `set`, or what else the server says, in lower case.
    public var kind: String
    /// The path into the bin's value in base64; empty for none.
    public var context: String
    /// The packed expression in base64; empty for none.
    public var expression: String
    /// The state as the server names it; empty if the entry does not tell it.
    public var state: String

    /// Reads an entry.
    ///
    /// - Parameter entry: `key=value` pairs with colons between them, in any order; keys that are not known are passed over.
    /// - Returns: `nil` if a key comes twice: a name that holds one is not to be told from what stands behind the name.
    public init?(_ entry: some StringProtocol) {
        guard let fields = Self.fields(of: entry) else { return nil }
        self.namespace = fields["ns"] ?? fields["namespace"]
        self.name = fields["indexname"]
        self.set = Self.present(fields["set"])
        self.bin = fields["bin"] ?? fields["path"]
        self.binCount = fields["num_bins"]
        self.type = Self.type(fields["type"] ?? "")
        self.kind = Self.kind(fields["indextype"] ?? "default")
        self.context = Self.present(fields["context"])
        self.expression = Self.present(fields["exp"])
        self.state = fields["state"] ?? ""
    }

    /// The keys whose values are names, in which a colon may stand.
    private static let names: Set = ["ns", "namespace", "indexname", "set", "bin", "bins", "path"]

    /// The values by their keys. Nothing marks a colon in a name, so that a name ends only where another key follows: lower-case
    /// letters and `_`, which later servers may add, too.
    private static func fields(of entry: some StringProtocol) -> [String: String]? {
        var fields: [String: String] = [:]
        var openName: String?
        let parts = Substring(entry).utf8.split(
            separator: UInt8(ascii: ":"),
            maxSplits: InfoValue.mostPairs,
            omittingEmptySubsequences: false
        )
        for part in parts {
            if let equals = part.firstIndex(of: UInt8(ascii: "=")), Self.isKey(part[..<equals]) {
                let key = String(Substring(part[..<equals]))
                guard fields[key] == nil else { return nil }
                fields[key] = String(Substring(part[part.index(after: equals)...]))
                openName = Self.names.contains(key) ? key : nil
            } else if let openName {
                fields[openName]?.append(":" + String(Substring(part)))
            }
        }
        return fields
    }

    private static func isKey(_ bytes: Substring.UTF8View) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_") }
    }

    /// The text, or nothing where the server says `null`, which servers write in both cases.
    private static func present(_ text: String?) -> String {
        guard let text, text.lowercased() != "null" else { return "" }
        return text
    }

    private static func type(_ text: String) -> String {
        switch text.lowercased() {
        case "numeric", "int signed", "integer": "numeric"
        case "string", "text": "string"
        case "geo2dsphere", "geojson": "geo2dsphere"
        case let other: other
        }
    }

    private static func kind(_ text: String) -> String {
        let text = text.lowercased()
        return text == "none" ? "default" : text
    }
}
