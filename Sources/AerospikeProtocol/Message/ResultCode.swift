/// The result of a command as the server sends it (`Spec/wire-protocol.md` §16). Unknown codes are carried as they are.
public struct ResultCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8
    /// Creates a result from its number on the wire.
    @inlinable
    @inline(__always)
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Success.
    public static let ok = ResultCode(rawValue: 0)
    /// An error the server does not name.
    public static let serverError = ResultCode(rawValue: 1)
    /// No such record or job.
    public static let notFound = ResultCode(rawValue: 2)
    /// The generation check failed.
    public static let generation = ResultCode(rawValue: 3)
    /// The request is malformed.
    public static let parameter = ResultCode(rawValue: 4)
    /// The record exists.
    public static let recordExists = ResultCode(rawValue: 5)
    /// The bin exists.
    public static let binExists = ResultCode(rawValue: 6)
    /// The cluster key differs.
    public static let clusterKeyMismatch = ResultCode(rawValue: 7)
    /// No memory or disk left.
    public static let outOfSpace = ResultCode(rawValue: 8)
    /// The server gave up waiting.
    public static let timeout = ResultCode(rawValue: 9)
    /// Forbidden always.
    public static let alwaysForbidden = ResultCode(rawValue: 10)
    /// The partition is not here.
    public static let partitionUnavailable = ResultCode(rawValue: 11)
    /// The bin has another type.
    public static let binType = ResultCode(rawValue: 12)
    /// The record is too big.
    public static let recordTooBig = ResultCode(rawValue: 13)
    /// The key is too busy.
    public static let keyBusy = ResultCode(rawValue: 14)
    /// The scan was aborted.
    public static let scanAborted = ResultCode(rawValue: 15)
    /// The server does not know how.
    public static let unsupported = ResultCode(rawValue: 16)
    /// No such bin.
    public static let binNotFound = ResultCode(rawValue: 17)
    /// The device cannot keep up.
    public static let deviceOverload = ResultCode(rawValue: 18)
    /// The stored key differs.
    public static let keyMismatch = ResultCode(rawValue: 19)
    /// No such namespace.
    public static let namespaceNotFound = ResultCode(rawValue: 20)
    /// The bin's name is too long.
    public static let binName = ResultCode(rawValue: 21)
    /// Forbidden now.
    public static let forbidden = ResultCode(rawValue: 22)
    /// No such element of a list or map.
    public static let elementNotFound = ResultCode(rawValue: 23)
    /// The element of the list or map exists.
    public static let elementExists = ResultCode(rawValue: 24)
    /// Only in the enterprise edition.
    public static let enterpriseOnly = ResultCode(rawValue: 25)
    /// The operation cannot be applied to the value.
    public static let notApplicable = ResultCode(rawValue: 26)
    /// The filter said no.
    public static let filteredOut = ResultCode(rawValue: 27)
    /// The server has no security.
    public static let securityNotSupported = ResultCode(rawValue: 51)
    /// Security is not enabled.
    public static let securityNotEnabled = ResultCode(rawValue: 52)
    /// The session has expired.
    public static let sessionExpired = ResultCode(rawValue: 66)
    /// The connection is not logged in.
    public static let notAuthenticated = ResultCode(rawValue: 80)
    /// The role does not permit it.
    public static let roleViolation = ResultCode(rawValue: 81)
    /// A function failed.
    public static let functionFailed = ResultCode(rawValue: 100)
    /// Batches are disabled.
    public static let batchDisabled = ResultCode(rawValue: 150)
    /// Too many rows in a batch.
    public static let batchTooLarge = ResultCode(rawValue: 151)
    /// The batch queues are full.
    public static let batchQueuesFull = ResultCode(rawValue: 152)
    /// Not GeoJSON.
    public static let invalidGeoJSON = ResultCode(rawValue: 160)
    /// The index exists.
    public static let indexFound = ResultCode(rawValue: 200)
    /// No such index.
    public static let indexNotFound = ResultCode(rawValue: 201)
    /// No memory for the index.
    public static let indexOutOfMemory = ResultCode(rawValue: 202)
    /// The index is not readable yet.
    public static let indexNotReadable = ResultCode(rawValue: 203)
}
