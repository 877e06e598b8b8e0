import AerospikeProtocol
import NIOCore

/// Messages that write numbered records: integer keys, one bin of text.
enum NumberedRecords {
    static func digest(_ number: Int, set: String) -> Digest {
        var key = [UInt8](repeating: 0, count: 8)
        for place in 0..<8 { key[7 - place] = UInt8(truncatingIfNeeded: number >> (place * 8)) }
        return Digest(set: Array(set.utf8), keyType: .integer, key: key)
    }

    /// A batch that writes records, as restoring does it.
    static func batch(_ numbers: Range<Int>, set: String, size: Int = 100) -> ByteBuffer {
        var writer = ByteWriter(capacity: 65_536)
        BatchRequestFrame.begin(&writer, flags: [.inlineMemory, .respondAllKeys, .reportFailingRow])
        for number in numbers {
            let header = MessageHeader(
                info2: [.write, .createOnly, .respondAllOperations],
                recordTimeToLive: VoidTime.neverTimeToLive,
                fieldCount: 2,
                operationCount: 1
            )
            let row = BatchRow(
                index: UInt32(number),
                digest: Self.digest(number, set: set),
                flags: [.hasInfo, .hasGeneration, .hasTimeToLive],
                header: header,
                fields: [Field(.namespace, text: "test"), Field(.set, text: set)],
                operations: [Self.operation(size: size)]
            )
            row.write(to: &writer)
        }
        BatchRequestFrame.finish(&writer, rowCount: numbers.count, timeout: 10_000)
        return ByteBuffer(bytes: writer.finish())
    }

    /// A command that writes one record.
    static func write(_ number: Int, set: String, flags: Info2Flags = .write) -> ByteBuffer {
        let fields = [
            Field(.namespace, text: "test"), Field(.set, text: set),
            Field(.digest, Self.digest(number, set: set).bytes),
        ]
        let message = Message(
            header: MessageHeader(info2: flags),
            fields: fields,
            operations: flags.contains(.delete) ? [] : [Self.operation(size: 10)]
        )
        return ByteBuffer(bytes: message.encoded())
    }

    private static func operation(size: Int) -> Operation {
        Operation(.write, name: [97], particleType: .string, value: [UInt8](repeating: 65, count: size))
    }
}
