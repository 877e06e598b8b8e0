/// The 22 bytes in front of every command and reply (`Spec/wire-protocol.md` §6.1).
public struct MessageHeader: Hashable, Sendable {
    /// The number of bytes of the header.
    public static let size = 22

    /// The first byte of flags.
    public var info1: Info1Flags
    /// The second byte of flags.
    public var info2: Info2Flags
    /// The third byte of flags.
    public var info3: Info3Flags
    /// The fourth byte of flags.
    public var info4: UInt8
    /// The result, in replies.
    public var resultCode: ResultCode
    /// The generation; the partition in a message that tells of one.
    public var generation: UInt32
    /// The time to live in a request, seconds; the void time in a reply, seconds since 2010.
    public var recordTimeToLive: UInt32
    /// The timeout in a request, milliseconds; the row in a reply to a batch.
    public var transactionTimeToLive: UInt32
    /// The number of fields that follow.
    public var fieldCount: UInt16
    /// The number of operations that follow the fields.
    public var operationCount: UInt16

    /// Creates a header.
    public init(
        info1: Info1Flags = [],
        info2: Info2Flags = [],
        info3: Info3Flags = [],
        info4: UInt8 = 0,
        resultCode: ResultCode = .ok,
        generation: UInt32 = 0,
        recordTimeToLive: UInt32 = 0,
        transactionTimeToLive: UInt32 = 0,
        fieldCount: UInt16 = 0,
        operationCount: UInt16 = 0
    ) {
        self.info1 = info1
        self.info2 = info2
        self.info3 = info3
        self.info4 = info4
        self.resultCode = resultCode
        self.generation = generation
        self.recordTimeToLive = recordTimeToLive
        self.transactionTimeToLive = transactionTimeToLive
        self.fieldCount = fieldCount
        self.operationCount = operationCount
    }

    /// Reads a header.
    ///
    /// - Throws: `ProtocolError` if fewer than 22 bytes are left or the header says it has another size.
    @inlinable
    @inline(__always)
    public init(reading reader: inout ByteReader) throws(ProtocolError) {
        guard reader.remaining >= Self.size else {
            throw ProtocolError(ByteError(offset: reader.offset, wanted: Self.size, available: reader.remaining))
        }
        do throws(ByteError) {
            let headerSize = try reader.readUInt8()
            guard headerSize == Self.size else {
                throw ByteError(offset: reader.offset, wanted: Self.size, available: Int(headerSize))
            }
            self.info1 = Info1Flags(rawValue: try reader.readUInt8())
            self.info2 = Info2Flags(rawValue: try reader.readUInt8())
            self.info3 = Info3Flags(rawValue: try reader.readUInt8())
            self.info4 = try reader.readUInt8()
            self.resultCode = ResultCode(rawValue: try reader.readUInt8())
            self.generation = try reader.readUInt32()
            self.recordTimeToLive = try reader.readUInt32()
            self.transactionTimeToLive = try reader.readUInt32()
            self.fieldCount = try reader.readUInt16()
            self.operationCount = try reader.readUInt16()
        } catch {
            throw ProtocolError(.badMessage, "message header of \(error.available) bytes, expected 22")
        }
    }

    /// Appends the header to `writer`.
    @inlinable
    @inline(__always)
    public func write(to writer: inout ByteWriter) {
        writer.append(UInt8(Self.size))
        writer.append(self.info1.rawValue)
        writer.append(self.info2.rawValue)
        writer.append(self.info3.rawValue)
        writer.append(self.info4)
        writer.append(self.resultCode.rawValue)
        writer.append(self.generation)
        writer.append(self.recordTimeToLive)
        writer.append(self.transactionTimeToLive)
        writer.append(self.fieldCount)
        writer.append(self.operationCount)
    }
}
