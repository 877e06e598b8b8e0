import Glibc
import Testing

/// A port of 127.0.0.1 at which nobody listens, and nobody else can while it is used.
enum RefusingPort {
    /// Runs something with such a port.
    static func with<Result>(_ body: (Int) async throws -> Result) async throws -> Result {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let outcome = withUnsafeMutableBytes(of: &address) { bytes in
            guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return Int32(-1) }
            // Bound and never listening.
            return bind(descriptor, pointer, size) == 0 ? getsockname(descriptor, pointer, &size) : -1
        }
        try #require(outcome == 0)
        return try await body(Int(UInt16(bigEndian: address.sin_port)))
    }
}
