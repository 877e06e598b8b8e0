import Glibc

/// The descriptors of the standard streams.
package enum StandardDescriptors {
    /// Takes those that the caller has closed (`asbackup ... 2>&-`), so that no file, socket or queue of the tool gets their numbers and what
    /// is meant for a stream. To be called before anything is opened.
    package static func takeClosed() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // Open for the other direction: to read or write a stream that is closed stays an error.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
