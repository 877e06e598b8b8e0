import CZlib

/// A command compressed with zlib: the size of the whole message inside, then the stream (`Spec/wire-protocol.md` §14).
public enum CompressedMessage {
    /// Inflates the body of a compressed message.
    ///
    /// - Returns: The message inside with its own protocol header.
    /// - Throws: `ProtocolError` if the stream is damaged, or its size is not the one promised, or over 128 MiB.
    public static func inflate(body: RawSpan) throws(ProtocolError) -> [UInt8] {
        var reader = ByteReader(body)
        let size = try ProtocolError.wrap { () throws(ByteError) in try reader.readUInt64() }
        guard size <= UInt64(ProtocolHeader.maximumBodySize + ProtocolHeader.size) else {
            throw ProtocolError(.badCompression, "compressed message promises \(size) bytes, which is too many")
        }
        // A stream cannot grow to more than 1032 times its size: nothing is allocated for one that promises it.
        guard size <= UInt64(body.byteCount) * 1040 else {
            throw ProtocolError(.badCompression, "compressed message of \(body.byteCount) bytes promises \(size)")
        }
        let stream = [UInt8](copying: body.extracting(8..<body.byteCount))
        var output = [UInt8](repeating: 0, count: Int(size))
        var written = uLongf(output.count)
        let status = unsafe uncompress(&output, &written, stream, uLong(stream.count))
        guard status == Z_OK, written == uLongf(output.count) else {
            throw ProtocolError(.badCompression, "compressed message does not inflate to the \(size) bytes it promises")
        }
        return output
    }

    /// Compresses a whole message, protocol header included, at the level clients use.
    ///
    /// - Returns: The compressed message with its protocol header, or `nil` if it does not get smaller.
    public static func deflate(_ message: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: Int(compressBound(uLong(message.count))))
        var written = uLongf(output.count)
        guard unsafe compress2(&output, &written, message, uLong(message.count), 1) == Z_OK else { return nil }
        let bodySize = Int(written) + 8
        guard bodySize + ProtocolHeader.size < message.count else { return nil }
        var writer = ByteWriter(capacity: bodySize + ProtocolHeader.size)
        ProtocolHeader(kind: .compressedMessage, bodySize: bodySize).write(to: &writer)
        writer.append(UInt64(message.count))
        writer.append(output[..<Int(written)])
        return writer.finish()
    }
}
