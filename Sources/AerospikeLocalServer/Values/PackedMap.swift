internal import AerospikeProtocol

/// A map, unpacked by one level. Its entries are sorted by key, as in every map that the server stores.
struct PackedMap: Sendable {
    /// A key with its value.
    struct Entry: Sendable {
        var key: PackedValue
        var value: PackedValue
    }

    /// The order flags: 0, key-ordered or key-value-ordered.
    var flags: UInt8
    /// The entries, sorted by key.
    var entries: [Entry]

    init(flags: UInt8, entries: [Entry] = []) {
        self.flags = flags
        self.entries = entries
    }

    /// Unpacks the one map that `bytes` hold, nil when they hold anything else.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let token = try? PackedToken(bytes.view, at: 0), token.kind == .map, token.count <= bytes.count,
            let values = bytes.packedValues(count: 2 * token.count, from: token.next)
        else { return nil }
        self.flags = token.flags
        self.entries = (0..<token.count).map { Entry(key: values[2 * $0], value: values[2 * $0 + 1]) }
    }

    /// The packed form.
    var packed: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.entries.reduce(16) { $0 + $1.key.bytes.count + $1.value.bytes.count })
        bytes.appendPackedHeader(map: self.entries.count, flags: self.flags)
        for entry in self.entries {
            bytes.append(contentsOf: entry.key.bytes)
            bytes.append(contentsOf: entry.value.bytes)
        }
        return bytes
    }
}
