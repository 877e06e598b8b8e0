import AerospikeProtocol

/// Memory that is written again and again, as the tools do with their buffers.
final class Scratch {
    private var storage: [UInt8] = []

    /// Lends a writer over the memory.
    ///
    /// - Returns: What `body` returns.
    func write(_ body: (inout ByteWriter) throws -> Int) rethrows -> Int {
        var memory: [UInt8] = []
        swap(&memory, &self.storage)
        var writer = ByteWriter(reusing: consume memory)
        let result = try body(&writer)
        self.storage = writer.exchange(with: []).storage
        return result
    }
}
