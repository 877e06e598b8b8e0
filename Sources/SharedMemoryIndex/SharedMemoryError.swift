import Glibc

/// Why something was not done.
struct SharedMemoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error.
    enum Code: Hashable, Sendable {
        /// There is nothing of that namespace.
        case notFound
        /// A set lacks a part.
        case incomplete
        /// A set is not fit to be saved or restored.
        case unsuitable
        /// What was to be made is there already.
        case exists
        /// Somebody uses what was to be copied.
        case inUse
        /// A file is not what was written.
        case damaged
        /// There is not enough room, or the kernel allows no more.
        case noRoom
        /// The system refused something.
        case system(Int32)
        /// A signal ended the run.
        case interrupted
    }

    /// The kind of error.
    var code: Code
    /// What is wrong and where: one sentence or more, each to be printed on a line of its own.
    var messages: [String]

    /// Creates an error of one sentence.
    init(_ code: Code, _ message: String) {
        self.code = code
        self.messages = [message]
    }

    /// Creates an error of several sentences.
    init(_ code: Code, _ messages: [String]) {
        self.code = code
        self.messages = messages
    }

    /// An error of a system call, with `errno` in the words of the original.
    static func system(_ what: String, _ code: Int32 = errno) -> SharedMemoryError {
        SharedMemoryError(.system(code), "\(what): error was \(code): \(String(cString: strerror(code))).")
    }

    /// The error with further sentences.
    func adding(_ message: String) -> SharedMemoryError { SharedMemoryError(self.code, self.messages + [message]) }

    /// All sentences.
    var description: String { self.messages.joined(separator: "\n") }
}
