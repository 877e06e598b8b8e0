/// An error in the bytes of a message, whoever sent it.
public struct ProtocolError: Error, Sendable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Hashable, Sendable {
        private enum Kind { case badHeader, truncated, badMessage, badInfo, badCompression }
        private let kind: Kind

        /// The eight bytes in front are not a header.
        public static let badHeader = Code(kind: .badHeader)
        /// The message ends before what its lengths promise.
        public static let truncated = Code(kind: .truncated)
        /// A field or operation has a length or value that cannot be.
        public static let badMessage = Code(kind: .badMessage)
        /// An info reply that does not follow the grammar.
        public static let badInfo = Code(kind: .badInfo)
        /// A compressed message that does not inflate to what it promises.
        public static let badCompression = Code(kind: .badCompression)
    }

    /// The kind of error.
    public var code: Code
    /// What is wrong and what would be right.
    public var message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Creates an error from one of reading bytes.
    @inline(never)
    public init(_ error: ByteError) {
        self.code = .truncated
        self.message = error.description
    }

    /// The message.
    public var description: String { self.message }

    /// Runs `body` and turns its errors into errors of this type.
    @inlinable
    @inline(__always)
    public static func wrap<Value>(_ body: () throws(ByteError) -> Value) throws(ProtocolError) -> Value {
        do throws(ByteError) { return try body() } catch { throw ProtocolError(error) }
    }
}
