import Glibc
import Synchronization

/// Lets a run end in an orderly way at SIGINT and SIGTERM: at the next piece, and with what it made removed.
enum Interruption {
    private static let requested = Atomic<Bool>(false)

    /// Whether a signal has come.
    static var isRequested: Bool { Self.requested.load(ordering: .relaxed) }

    /// Takes the signals.
    static func listen() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in Interruption.requested.store(true, ordering: .relaxed) }
        }
        // A closed pipe, or a file larger than allowed, is an error of write(2).
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
