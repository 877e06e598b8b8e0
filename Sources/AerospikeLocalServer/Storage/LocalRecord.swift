package import AerospikeProtocol

/// A record as a value, for tests and for comparing clusters.
package struct LocalRecord: Hashable, Sendable {
    /// The set's name; empty for none.
    package let set: [UInt8]
    /// The stored key, type byte first; empty for none.
    package let key: [UInt8]
    /// The bins in wire form, in the order of their bytes.
    package let bins: [[UInt8]]
    /// The number of times the record was written.
    package let generation: UInt16
    /// When the record expires.
    package let voidTime: VoidTime

    /// Creates a record.
    ///
    /// - Parameters:
    ///   - set: The set's name; empty for none.
    ///   - key: The stored key, type byte first; empty for none.
    ///   - bins: The bins in wire form, in any order.
    ///   - generation: The number of times the record was written.
    ///   - voidTime: When the record expires.
    package init(set: [UInt8], key: [UInt8], bins: [[UInt8]], generation: UInt16, voidTime: VoidTime) {
        self.set = set
        self.key = key
        self.bins = bins.sorted { $0.lexicographicallyPrecedes($1) }
        self.generation = generation
        self.voidTime = voidTime
    }

    /// Takes a stored record apart.
    init(_ record: StoredRecord, in namespace: LocalNamespace) {
        self.set = namespace.sets.name(of: record.set)
        self.key = Array(record.body[record.keyRange])
        let encoded = Array(record.body[record.binsRange])
        var reader = ByteReader(encoded.view)
        var bins: [[UInt8]] = []
        while !reader.isAtEnd {
            let start = reader.offset
            guard let bin = try? OperationView(reading: &reader), bin.name.byteCount > 0 else { break }
            bins.append(Array(encoded[start..<reader.offset]))
        }
        self.bins = bins.sorted { $0.lexicographicallyPrecedes($1) }
        self.generation = record.generation
        self.voidTime = record.voidTime
    }
}
