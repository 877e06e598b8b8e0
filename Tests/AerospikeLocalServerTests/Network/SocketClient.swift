import AerospikeProtocol
import Glibc

/// A plain blocking connection to a port of this machine.
final class SocketClient {
    private let descriptor: Int32
    /// Whether the server reset the connection before the system told that it is open.
    private let wasReset: Bool

    init(port: Int) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        self.wasReset = status != 0 && errno == ECONNRESET
        guard status == 0 || self.wasReset else { throw SocketError(number: errno) }
        var limit = timeval(tv_sec: 3600, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(self.descriptor) }

    func send(_ bytes: some Collection<UInt8>) throws {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw SocketError(number: errno) }
            sent += count
        }
    }

    /// The next `count` bytes, or fewer if the server closes the connection.
    func receive(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var received = 0
        while received < count {
            let size = bytes[received...].withUnsafeMutableBytes { recv(self.descriptor, $0.baseAddress, $0.count, 0) }
            guard size >= 0 || errno == ECONNRESET else { throw SocketError(number: errno) }
            guard size > 0 else { break }
            received += size
        }
        return Array(bytes[..<received])
    }

    /// What there is behind the bytes received so far.
    enum Rest: Equatable {
        case byte(UInt8)
        case nothingYet
        case end
        case reset
    }

    /// Looks at what comes next.
    ///
    /// - Parameter waits: Whether to wait until something comes.
    func rest(waits: Bool = true) -> Rest {
        guard !self.wasReset else { return .reset }
        var byte = UInt8(0)
        switch recv(self.descriptor, &byte, 1, waits ? 0 : Int32(MSG_DONTWAIT)) {
        case 1: return .byte(byte)
        case 0: return .end
        default: return errno == ECONNRESET ? .reset : .nothingYet
        }
    }

    /// The messages in the body of the next message of the protocol.
    func messages() throws -> [Message] { try Message.all(of: self.message()) }

    /// The body of the next message.
    func message() throws -> [UInt8] {
        let bytes = try self.receive(ProtocolHeader.size)
        var reader = ByteReader(bytes.view)
        let header = try ProtocolHeader(reading: &reader)
        return try self.receive(header.bodySize)
    }
}

/// A number of the system.
struct SocketError: Error {
    let number: Int32
}
