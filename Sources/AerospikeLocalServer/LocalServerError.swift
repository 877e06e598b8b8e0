/// Why a server could not start.
public struct LocalServerError: Error, Sendable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Hashable, Sendable {
        private enum Kind { case badConfiguration, cannotListen, badFault }
        private let kind: Kind

        /// A value of the configuration cannot be.
        public static let badConfiguration = Code(kind: .badConfiguration)
        /// The address cannot be listened on.
        public static let cannotListen = Code(kind: .cannotListen)
        /// A fault to be injected cannot be read.
        public static let badFault = Code(kind: .badFault)
    }

    /// The kind of error.
    public var code: Code
    /// What failed and what would be right.
    public var message: String
    /// What lies behind it.
    public var cause: (any Error)?

    /// Creates an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message and the cause.
    public var description: String {
        guard let cause = self.cause else { return self.message }
        return "\(self.message): \(cause)"
    }
}
