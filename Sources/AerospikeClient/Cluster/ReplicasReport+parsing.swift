import AerospikeProtocol

extension ReplicasReport {
    /// More namespaces than a node can have (32): what goes beyond is not believed, as each takes 40 KiB.
    private static let maximumNamespaces = 256
    /// The most copies of a partition that a namespace can have: one on each node.
    private static let mostCopies = 256

    /// Reads a value of `replicas`: `<namespace>:<regime>,<count>,<bitmap>…`, separated by semicolons.
    ///
    /// - Throws: `AerospikeError` with code `badReply`.
    static func list(_ text: String) throws(AerospikeError) -> [ReplicasReport] {
        var reports: [ReplicasReport] = []
        for entry in InfoEntries(text, separator: ";") {
            guard reports.count < Self.maximumNamespaces else { throw Self.error(entry, "too many namespaces") }
            reports.append(try Self.parse(entry))
        }
        return reports
    }

    private static func parse(_ entry: Substring) throws(AerospikeError) -> ReplicasReport {
        guard let colon = entry.firstIndex(of: ":"), colon > entry.startIndex else {
            throw Self.error(entry, "no namespace")
        }
        let namespace = String(entry[..<colon])
        let rest = entry[entry.index(after: colon)...]
        let parts = rest.split(separator: ",", maxSplits: Self.mostCopies + 1, omittingEmptySubsequences: false)
        guard parts.count >= 3, let regime = UInt32(parts[0]), let count = Int(parts[1]), count == parts.count - 2
        else {
            throw Self.error(entry, "not as many bitmaps as announced")
        }
        var bitmaps: [[UInt8]] = []
        // Clients look at no other copies (`Spec/wire-protocol.md` §3.3).
        for part in parts.dropFirst(2).prefix(PartitionTable.maximumReplicas) {
            guard let bitmap = Base64.decode(String(part)), bitmap.count == PartitionID.count / 8 else {
                throw Self.error(entry, "a bitmap is not 512 bytes in base64")
            }
            bitmaps.append(bitmap)
        }
        return ReplicasReport(namespace: namespace, regime: regime, bitmaps: bitmaps)
    }

    private static func error(_ entry: Substring, _ problem: String) -> AerospikeError {
        AerospikeError(.badReply, "partition map '\(entry.prefix(40))…' cannot be read: \(problem)")
    }
}
