internal import AerospikeProtocol

/// The failure of an operation on a value: the result code that the reply carries (`Spec/wire-protocol.md` §16).
package struct OperationFailure: Error, Equatable, Sendable {
    /// The number of the result on the wire.
    package let resultCode: UInt8

    /// Creates a failure from a result code.
    package init(resultCode: UInt8) {
        self.resultCode = resultCode
    }

    init(_ code: ResultCode) {
        self.resultCode = code.rawValue
    }

    static let serverError = OperationFailure(.serverError)
    static let parameter = OperationFailure(.parameter)
    static let binType = OperationFailure(.binType)
    static let elementNotFound = OperationFailure(.elementNotFound)
    static let elementExists = OperationFailure(.elementExists)
    static let notApplicable = OperationFailure(.notApplicable)
    static let invalidGeoJSON = OperationFailure(.invalidGeoJSON)
}
