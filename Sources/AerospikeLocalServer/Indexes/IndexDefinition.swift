/// The definition of a secondary index, spelled as the listing spells it (`Spec/wire-protocol.md` §3.5).
struct IndexDefinition: Hashable, Sendable {
    /// What an index is over and of: all that makes two definitions the same.
    struct Subject: Hashable, Sendable {
        /// The set; `nil` for the whole namespace.
        var set: String?
        /// The bin; `nil` if an expression is indexed.
        var bin: String?
        /// numeric, string, blob or geo2dsphere.
        var type: String
        /// default, list, mapkeys or mapvalues.
        var kind: String
        /// The base64 of the context inside the bin; `nil` for the bin itself.
        var context: String?
        /// The base64 of the expression; `nil` if a bin is indexed.
        var expression: String?
    }

    var namespace: String
    var name: String
    var subject: Subject

    /// The entry in a listing.
    ///
    /// - Parameter base64: Whether context and expression are told as base64. Otherwise the context is spelled out; an
    ///   expression is base64 in any case, where the real server spells it out too.
    func entry(base64: Bool) -> String {
        let subject = self.subject
        let context = subject.context.map { base64 ? $0 : IndexContext.text(ofBase64: $0) ?? $0 }
        let fields = [
            "ns=\(self.namespace)", "indexname=\(self.name)", "set=\(subject.set ?? "null")",
            "bin=\(subject.bin ?? "null")", "type=\(subject.type)", "indextype=\(subject.kind)",
            "context=\(context ?? "null")", "exp=\(subject.expression ?? "null")", "state=RW",
        ]
        return fields.joined(separator: ":")
    }
}
