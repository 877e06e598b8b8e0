import AerospikeProtocol
import BackupFormat

/// Texts of the info protocol: requests, replies, values and lists of indexes; nothing traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let request = InfoRequest(body: input.view)
    precondition(
        InfoRequest(body: Array(request.encoded().dropFirst(8)).view) == request,
        "requests come out otherwise"
    )
    let reply = InfoReply(body: input.view)
    precondition(InfoReply(body: Array(reply.encoded().dropFirst(8)).view) == reply, "replies come out otherwise")
    for line in reply.lines {
        guard let value = line.value else { continue }
        _ = InfoFailure(value: value)
        _ = InfoValue.pairs(value, separator: ":")
        _ = Base64.decode(value)
        fuzzIndexes(value)
    }
    fuzzIndexes(String(decoding: input, as: UTF8.self))
    return 0
}

/// An index of the server's list comes back from its line.
func fuzzIndexes(_ list: String) {
    for definition in SecondaryIndexDefinition.all(inList: list, namespace: "test").definitions {
        var writer = ByteWriter()
        definition.write(to: &writer)
        let text = writer.finish()
        var parser = BlockParser()
        var layout = RecordLayout()
        do throws(FormatError) {
            let result = try parser.parseBlock(text.view, at: 0, isFinal: true, into: &layout)
            guard case .index(let again, let next) = result, next == text.count else {
                preconditionFailure("\(result)")
            }
            precondition(again.name == definition.name && again.bin == definition.bin, "\(again)")
        } catch {
            precondition(error.code == .overflow, "\(error)")
        }
    }
}
