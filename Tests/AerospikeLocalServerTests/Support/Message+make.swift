import AerospikeProtocol

extension Message {
    /// The set of the records of these tests.
    static let set = "demo"

    /// All messages of a body.
    static func all(of body: [UInt8]) throws -> [Message] { try Message.all(in: body.view) }

    /// The digest of an integer key in the set of these tests.
    static func digest(_ key: Int, set: String = Message.set) -> Digest {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: key >> (56 - $0 * 8)) }
        return Digest(set: Array(set.utf8), keyType: .integer, key: bytes)
    }

    /// A command on the record with a key.
    static func command(
        _ key: Int,
        info1: Info1Flags = [],
        info2: Info2Flags = [],
        info3: Info3Flags = [],
        generation: UInt32 = 0,
        timeToLive: UInt32 = 0,
        set: String = Message.set,
        fields: [Field] = [],
        operations: [AerospikeProtocol.Operation] = []
    ) -> Message {
        Message(
            header: MessageHeader(
                info1: info1,
                info2: info2,
                info3: info3,
                generation: generation,
                recordTimeToLive: timeToLive
            ),
            fields: [
                Field(.namespace, text: "test"), Field(.set, text: set),
                Field(.digest, Self.digest(key, set: set).bytes),
            ] + fields,
            operations: operations
        )
    }

    /// A write of bin `a`.
    static func put(
        _ key: Int,
        _ value: Int = 1,
        info2: Info2Flags = [],
        info3: Info3Flags = [],
        generation: UInt32 = 0,
        timeToLive: UInt32 = 0,
        set: String = Message.set,
        fields: [Field] = []
    ) -> Message {
        .command(
            key,
            info2: info2.union(.write),
            info3: info3,
            generation: generation,
            timeToLive: timeToLive,
            set: set,
            fields: fields,
            operations: [.integer("a", value)]
        )
    }

    /// A read of all bins.
    static func get(_ key: Int, fields: [Field] = []) -> Message {
        .command(key, info1: [.read, .allBins], fields: fields)
    }
}

extension AerospikeProtocol.Operation {
    /// A write of an integer.
    static func integer(_ name: String, _ value: Int) -> Self {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - $0 * 8)) }
        return Self(.write, name: Array(name.utf8), particleType: .integer, value: bytes)
    }
}
