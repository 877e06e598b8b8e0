import AerospikeProtocol

/// Elements of MessagePack: their ends are inside the input, and do not depend on what follows; nothing traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    guard let end = try? MessagePackWalker.end(of: input.view) else { return 0 }
    precondition(end > 0 && end <= input.count, "an end outside the input")
    let element = Array(input[..<end])
    precondition((try? MessagePackWalker.end(of: element.view)) == end, "an end that depends on what follows")
    for shorter in 0..<min(end, 64) {
        let part = Array(input[..<shorter])
        precondition((try? MessagePackWalker.end(of: part.view)) == nil, "an element that ends twice")
    }
    return 0
}
