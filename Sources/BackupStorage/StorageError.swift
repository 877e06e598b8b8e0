import Glibc

/// An error of opening, reading, writing or closing files.
package struct StorageError: Error, Sendable, CustomStringConvertible {
    /// The kind of error.
    package struct Code: Hashable, Sendable {
        private enum Kind { case systemCall, occupied, notFound, invalid, damaged, abandoned }
        private let kind: Kind

        /// The operating system refused.
        package static let systemCall = Code(kind: .systemCall)
        /// Something is there already that must not be overwritten.
        package static let occupied = Code(kind: .occupied)
        /// What should be read is not there.
        package static let notFound = Code(kind: .notFound)
        /// The path is not what it should be.
        package static let invalid = Code(kind: .invalid)
        /// A file is not what it should be, or not any more.
        package static let damaged = Code(kind: .damaged)
        /// Nobody wants it any longer.
        package static let abandoned = Code(kind: .abandoned)
    }

    /// The kind of error.
    package var code: Code
    /// What failed, where, and what would be right.
    package var message: String
    /// The number of the operating system's error; 0 if it has none to do with it.
    package var number: Int32

    /// Creates an error that the operating system has nothing to do with.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
        self.number = 0
    }

    /// Creates an error from a failed system call.
    ///
    /// - Parameters:
    ///   - message: What failed and on which path.
    ///   - number: The value of `errno`.
    package init(_ message: String, number: Int32) {
        self.code = .systemCall
        self.message = message
        self.number = number
    }

    /// The message, and the operating system's words in the form of the original tools (`Spec/cli.md` §1).
    package var description: String {
        guard self.number != 0 else { return self.message }
        return "\(self.message) (error \(self.number): \(String(cString: strerror(self.number))))"
    }
}
