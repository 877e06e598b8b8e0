import AerospikeProtocol

/// An error value of the text protocol: `ERROR:<code>:<message>` (`Spec/wire-protocol.md` §2.1).
struct InfoError: Error, Sendable {
    let code: ResultCode
    let message: String

    init(_ code: ResultCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The value in the reply; the code 1 is left out, as the server does.
    var value: String {
        self.code == .serverError ? "ERROR::\(self.message)" : "ERROR:\(self.code.rawValue):\(self.message)"
    }

    static let unrecognized = InfoError(.parameter, "unrecognized command")
    static let enterpriseOnly = InfoError(.enterpriseOnly, "enterprise only")
    static let namespaceNotFound = InfoError(.namespaceNotFound, "namespace not found on node")
}
