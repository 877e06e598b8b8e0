/// An error in MessagePack bytes: they end early, or hold a byte or a count that cannot be.
public struct MessagePackError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Hashable, Sendable {
        private enum Kind { case truncated, reserved, tooManyElements }
        private let kind: Kind

        /// The bytes end inside an element.
        public static let truncated = Code(kind: .truncated)
        /// The reserved first byte c1.
        public static let reserved = Code(kind: .reserved)
        /// A list or map promises more elements than bytes are left.
        public static let tooManyElements = Code(kind: .tooManyElements)
    }

    /// The kind of error.
    public let code: Code
    /// Where the faulty element begins, in bytes from the start of the input.
    public let offset: Int

    /// Creates an error for the element at `offset`.
    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// One line that names the fault and its place.
    public var description: String {
        switch self.code {
        case .truncated: "MessagePack ends inside the element at byte \(self.offset)"
        case .reserved: "MessagePack element at byte \(self.offset) begins with the reserved byte c1"
        default: "MessagePack container at byte \(self.offset) promises more elements than bytes are left"
        }
    }
}
