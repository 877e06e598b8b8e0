import AerospikeProtocol

/// A batch that writes an integer to records.
enum BatchOfPuts {
    /// The message, each row with the number of its place.
    static func encoded(keys: ClosedRange<Int>) -> [UInt8] {
        let rows = keys.enumerated().map { index, key in
            BatchRow(
                index: UInt32(index),
                digest: Message.digest(key),
                flags: [.hasInfo, .hasGeneration, .hasTimeToLive],
                header: MessageHeader(info2: [.write]),
                fields: [Field(.namespace, text: "test"), Field(.set, text: Message.set)],
                operations: [.integer("a", index)]
            )
        }
        let batch = BatchRows(flags: [.respondAllKeys], rows: rows).encoded()
        return Message(header: MessageHeader(info1: [.batch]), fields: [Field(.batch, batch)]).encoded()
    }
}
