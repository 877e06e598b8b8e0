import AerospikeProtocol
import BackupFormat

/// What a parse of a whole input came to.
struct Outcome: Equatable {
    var blocks: [Range<Int>] = []
    var error: String?
    var rows: [UInt8] = []
}

/// Parses an input through windows that end at `cut` first and then at the end, and turns its records into rows.
func parse(_ text: [UInt8], cut: Int) -> Outcome {
    var outcome = Outcome()
    var parser = BlockParser()
    var layout = RecordLayout()
    var rows = RowEncoder(namespace: "test", policy: WritePolicyBits())
    var writer = ByteWriter()
    var end = cut
    do throws(FormatError) {
        var next = 0
        while true {
            let window = text.view.extracting(first: end)
            if case .head(_, let first) = try parser.parseHead(window, at: 0, isFinal: end == text.count) {
                next = first
                break
            }
            precondition(end < text.count, "a head wants more than the file")
            end = text.count
        }
        while true {
            let window = text.view.extracting(first: end)
            switch try parser.parseBlock(window, at: next, isFinal: end == text.count, into: &layout) {
            case .needMore(let minimum):
                precondition(end < text.count, "a block wants more than the file")
                precondition(next + (minimum ?? .max / 2) > end, "a block wants what it has")
                end = text.count
                continue
            case .record(let behind):
                check(layout, in: window)
                try rows.appendBatchRow(layout, window: window, index: 1, timeToLive: 2, to: &writer)
                outcome.blocks.append(next..<behind)
                next = behind
                continue
            case .index(_, let behind), .module(_, let behind):
                outcome.blocks.append(next..<behind)
                next = behind
                continue
            case .end: break
            }
            break
        }
        precondition(next == text.count, "the end is not the end")
    } catch {
        outcome.error = error.message
    }
    outcome.rows = writer.finish()
    return outcome
}

/// Traps unless a row of the record reads as a row with the record's bins.
func check(_ layout: RecordLayout, in window: RawSpan) {
    var rows = RowEncoder(namespace: "test", policy: WritePolicyBits())
    var writer = ByteWriter()
    do {
        try rows.appendSingleWrite(layout, window: window, timeToLive: 1, timeout: 2, to: &writer)
        let bytes = writer.finish()
        let body = Array(bytes.dropFirst(ProtocolHeader.size))
        let messages = try Message.all(in: body.view)
        precondition(messages.count == 1 && messages[0].operations.count == layout.bins.count)
        precondition(messages[0][.digest] == layout.digest.bytes)
        precondition(Message.encoded(messages) == bytes)
    } catch {
        preconditionFailure("\(error)")
    }
}

/// The text, whole and in two windows, gives the same blocks and the same error, and never traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    let text = Array(input.dropFirst())
    let whole = parse(text, cut: text.count)
    let cut = text.isEmpty ? 0 : Int(first) * text.count / 256
    precondition(parse(text, cut: cut) == whole, "cut behind \(cut) bytes the text reads otherwise")
    return 0
}
