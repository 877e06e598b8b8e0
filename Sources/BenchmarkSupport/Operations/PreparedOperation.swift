/// An operation with its input, ready to be run as often as wanted on one thread.
public struct PreparedOperation {
    /// The bytes that one run works through: of text where text is read or written, else of input.
    public let byteCount: Int
    /// The records, values or numbers that one run works through.
    public let itemCount: Int
    private let body: () throws -> Int

    /// Creates an operation.
    ///
    /// - Parameters:
    ///   - byteCount: The bytes that one run works through.
    ///   - itemCount: The items that one run works through.
    ///   - body: Does the work and returns a number that depends on all of it.
    init(byteCount: Int, itemCount: Int, body: @escaping () throws -> Int) {
        self.byteCount = byteCount
        self.itemCount = itemCount
        self.body = body
    }

    /// Runs the operation once over its whole input.
    ///
    /// - Returns: A number that depends on all of the work: the same at every run.
    /// - Throws: If the input is refused, which is a fault of the code that was called.
    public func run() throws -> Int { try self.body() }
}
