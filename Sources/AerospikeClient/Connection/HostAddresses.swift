import Glibc
import NIOCore

/// The addresses of a host's name, as the system knows them.
enum HostAddresses {
    /// Looks a name up, and blocks the thread meanwhile.
    ///
    /// - Returns: The addresses with port 0, those to be preferred first.
    static func lookUp(_ name: String) -> Result<[SocketAddress], AerospikeError> {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_protocol = CInt(IPPROTO_TCP)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &list)
        guard code == 0 else {
            let reason = gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return .failure(AerospikeError(.connectFailed, "the host's name is unknown: \(reason)"))
        }
        defer { freeaddrinfo(list) }
        let entries = sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }
        return .success(entries.compactMap { $0.flatMap { Self.address($0.pointee, name) } })
    }

    private static func address(_ entry: addrinfo, _ name: String) -> SocketAddress? {
        let bytes = UnsafeRawPointer(entry.ai_addr)
        switch entry.ai_family {
        case AF_INET: return bytes.map { SocketAddress($0.loadUnaligned(as: sockaddr_in.self), host: name) }
        case AF_INET6: return bytes.map { SocketAddress($0.loadUnaligned(as: sockaddr_in6.self), host: name) }
        default: return nil
        }
    }
}
