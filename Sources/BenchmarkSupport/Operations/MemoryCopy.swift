import Glibc

/// Copies memory: what every other operation is compared with.
public final class MemoryCopy {
    private let source: [UInt8]
    private var target: [UInt8]

    /// Makes memory for copies of some size.
    public init(byteCount: Int) {
        self.source = [UInt8](repeating: 0x55, count: byteCount)
        self.target = [UInt8](repeating: 0, count: byteCount)
    }

    /// Copies once with the C library's `memcpy`.
    ///
    /// - Returns: The last byte copied.
    public func run() -> Int {
        self.target.withUnsafeMutableBytes { target in
            self.source.withUnsafeBytes { source in
                guard let to = target.baseAddress, let from = source.baseAddress else { return }
                memcpy(to, from, source.count)
            }
        }
        return Int(self.target.last ?? 0)
    }
}
