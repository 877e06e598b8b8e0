import Glibc
import NIOCore
import NIOPosix

/// Says in a few words why a connection could not be opened, or was lost.
enum ConnectFailure {
    static func reason(of error: any Error) -> String {
        switch error {
        case let error as IOError: Self.text(errno: error.errnoCode)
        case let error as NIOConnectionError: Self.reason(of: error)
        case ChannelError.connectTimeout: "no answer in time"
        default: String(describing: error)
        }
    }

    private static func reason(of error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first { return Self.reason(of: failure.error) }
        guard error.dnsAError != nil || error.dnsAAAAError != nil else { return String(describing: error) }
        return "the host's name is unknown"
    }

    private static func text(errno code: CInt) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        return String(cString: text)
    }
}
