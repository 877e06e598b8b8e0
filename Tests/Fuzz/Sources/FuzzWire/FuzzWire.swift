import AerospikeProtocol
import BackupFormat

/// Messages of the wire protocol: what can be read is written again as it was, and nothing traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    let body = Array(input.dropFirst())
    switch first % 5 {
    case 0: fuzzMessages(body)
    case 1: fuzzBatch(body)
    case 2: fuzzScan(body, isCompact: first & 128 == 0)
    case 3:
        if let message = try? SecurityMessage(body: body.view) {
            precondition(message.encoded().count <= body.count + 8)
        }
    default: _ = try? CompressedMessage.inflate(body: body.view)
    }
    return 0
}

func fuzzMessages(_ body: [UInt8]) {
    guard let messages = try? Message.all(in: body.view) else { return }
    precondition(Array(Message.encoded(messages).dropFirst(ProtocolHeader.size)) == body, "messages come out otherwise")
    for message in messages {
        if let batch = message[.batch] { fuzzBatch(batch) }
    }
}

func fuzzBatch(_ field: [UInt8]) {
    guard let rows = try? BatchRows(field: field.view) else { return }
    let again = rows.encoded()
    guard let second = try? BatchRows(field: again.view) else { preconditionFailure("rows cannot be read again") }
    precondition(second.rows.count == rows.rows.count)
}

/// What the encoder writes, the parser reads, as long as the names are such as a server allows.
func fuzzScan(_ body: [UInt8], isCompact: Bool) {
    var encoder = RecordTextEncoder(namespace: "test", compact: isCompact)
    var reader = ByteReader(body.view)
    var writer = ByteWriter()
    var records = 0
    while !reader.isAtEnd {
        do throws(FormatError) {
            if case .record = try encoder.appendNext(from: &reader, to: &writer) { records += 1 }
        } catch {
            if error.code != .unsupportedParticle { break }
        }
    }
    let text = writer.finish()
    var parser = BlockParser()
    var layout = RecordLayout()
    var next = 0
    do throws(FormatError) {
        while case .record(let end) = try parser.parseBlock(text.view, at: next, isFinal: true, into: &layout) {
            next = end
            records -= 1
        }
        precondition(records == 0 && next == text.count, "not all records come back")
    } catch {
        precondition(error.code == .tooLong || error.code == .overflow, "\(error)")
    }
}
