import Dispatch
import Glibc

/// The lines of standard input, as they come.
struct ControlLines {
    /// The lines; they end with the input.
    let lines: AsyncStream<String>
    private let source: any DispatchSourceRead

    /// Begins to read standard input.
    init() {
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        let source = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: DispatchQueue(label: "control"))
        nonisolated(unsafe) var pending: [UInt8] = []  // Touched only on the source's serial queue.
        source.setEventHandler {
            var buffer = [UInt8](repeating: 0, count: 4096)
            // An end that came with the bytes before it is told once only.
            repeat {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                guard count > 0 else {
                    source.cancel()
                    // The last line may end with the input.
                    if !pending.isEmpty { continuation.yield(String(decoding: pending, as: UTF8.self)) }
                    continuation.finish()
                    return
                }
                pending += buffer[..<count]
                while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                    continuation.yield(String(decoding: pending[..<end], as: UTF8.self))
                    pending.removeSubrange(...end)
                }
            } while Self.isReadable
        }
        source.resume()
        self.lines = lines
        self.source = source
    }

    /// Whether bytes or the end of standard input are there.
    private static var isReadable: Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// Reads no more.
    func end() { self.source.cancel() }
}
