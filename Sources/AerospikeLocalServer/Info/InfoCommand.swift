/// One line of the text protocol taken apart: `name`, `name/a/b` or `name:key=value;…` (`Spec/wire-protocol.md` §2).
struct InfoCommand: Sendable {
    /// What stands before the first `/`, `:` or `;`.
    let name: String
    /// The parts behind slashes.
    let path: [String]
    /// The keys and values behind the colon; of two with the same key the first counts.
    let parameters: [String: String]

    /// Takes a line apart.
    init(_ line: String) {
        guard let end = line.firstIndex(where: { $0 == "/" || $0 == ":" || $0 == ";" }) else {
            self.name = line
            self.path = []
            self.parameters = [:]
            return
        }
        self.name = String(line[..<end])
        let rest = line[line.index(after: end)...]
        guard line[end] != "/" else {
            self.path = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            self.parameters = [:]
            return
        }
        self.path = []
        var parameters: [String: String] = [:]
        for entry in rest.split(separator: ";") {
            guard let equals = entry.firstIndex(of: "=") else { continue }
            let key = String(entry[..<equals])
            if parameters[key] == nil { parameters[key] = String(entry[entry.index(after: equals)...]) }
        }
        self.parameters = parameters
    }

    subscript(_ key: String) -> String? { self.parameters[key] }

    /// The namespace, which has three names.
    var namespace: String? { self["namespace"] ?? self["ns"] ?? self["id"] }
}
