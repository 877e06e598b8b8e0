/// The result of a command as the server sends it (`Spec/wire-protocol.md` §16). Unknown codes are carried as they are.
public struct ResultCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8
    /// Creates a result from its number on the wire.
    @inlinable
    @inline(__always)
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Success.
    @inlinable public static var ok: Self { Self(rawValue: 0) }
    /// An error the server does not name.
    @inlinable public static var serverError: Self { Self(rawValue: 1) }
    /// No such record or job.
    @inlinable public static var notFound: Self { Self(rawValue: 2) }
    /// The generation check failed.
    @inlinable public static var generation: Self { Self(rawValue: 3) }
    /// The request is malformed.
    @inlinable public static var parameter: Self { Self(rawValue: 4) }
    /// The record exists.
    @inlinable public static var recordExists: Self { Self(rawValue: 5) }
    /// The bin exists.
    @inlinable public static var binExists: Self { Self(rawValue: 6) }
    /// The cluster key differs.
    @inlinable public static var clusterKeyMismatch: Self { Self(rawValue: 7) }
    /// No memory or disk left.
    @inlinable public static var outOfSpace: Self { Self(rawValue: 8) }
    /// The server gave up waiting.
    @inlinable public static var timeout: Self { Self(rawValue: 9) }
    /// Forbidden always.
    @inlinable public static var alwaysForbidden: Self { Self(rawValue: 10) }
    /// The partition is not here.
    @inlinable public static var partitionUnavailable: Self { Self(rawValue: 11) }
    /// The bin has another type.
    @inlinable public static var binType: Self { Self(rawValue: 12) }
    /// The record is too big.
    @inlinable public static var recordTooBig: Self { Self(rawValue: 13) }
    /// The key is too busy.
    @inlinable public static var keyBusy: Self { Self(rawValue: 14) }
    /// The scan was aborted.
    @inlinable public static var scanAborted: Self { Self(rawValue: 15) }
    /// The server does not know how.
    @inlinable public static var unsupported: Self { Self(rawValue: 16) }
    /// No such bin.
    @inlinable public static var binNotFound: Self { Self(rawValue: 17) }
    /// The device cannot keep up.
    @inlinable public static var deviceOverload: Self { Self(rawValue: 18) }
    /// The stored key differs.
    @inlinable public static var keyMismatch: Self { Self(rawValue: 19) }
    /// No such namespace.
    @inlinable public static var namespaceNotFound: Self { Self(rawValue: 20) }
    /// The bin's name is too long.
    @inlinable public static var binName: Self { Self(rawValue: 21) }
    /// Forbidden now.
    @inlinable public static var forbidden: Self { Self(rawValue: 22) }
    /// No such element of a list or map.
    @inlinable public static var elementNotFound: Self { Self(rawValue: 23) }
    /// The element of the list or map exists.
    @inlinable public static var elementExists: Self { Self(rawValue: 24) }
    /// Only in the enterprise edition.
    @inlinable public static var enterpriseOnly: Self { Self(rawValue: 25) }
    /// The operation cannot be applied to the value.
    @inlinable public static var notApplicable: Self { Self(rawValue: 26) }
    /// The filter said no.
    @inlinable public static var filteredOut: Self { Self(rawValue: 27) }
    /// The server has no security.
    @inlinable public static var securityNotSupported: Self { Self(rawValue: 51) }
    /// Security is not enabled.
    @inlinable public static var securityNotEnabled: Self { Self(rawValue: 52) }
    /// The session has expired.
    @inlinable public static var sessionExpired: Self { Self(rawValue: 66) }
    /// The connection is not logged in.
    @inlinable public static var notAuthenticated: Self { Self(rawValue: 80) }
    /// The role does not permit it.
    @inlinable public static var roleViolation: Self { Self(rawValue: 81) }
    /// A function failed.
    @inlinable public static var functionFailed: Self { Self(rawValue: 100) }
    /// Batches are disabled.
    @inlinable public static var batchDisabled: Self { Self(rawValue: 150) }
    /// Too many rows in a batch.
    @inlinable public static var batchTooLarge: Self { Self(rawValue: 151) }
    /// The batch queues are full.
    @inlinable public static var batchQueuesFull: Self { Self(rawValue: 152) }
    /// Not GeoJSON.
    @inlinable public static var invalidGeoJSON: Self { Self(rawValue: 160) }
    /// The index exists.
    @inlinable public static var indexFound: Self { Self(rawValue: 200) }
    /// No such index.
    @inlinable public static var indexNotFound: Self { Self(rawValue: 201) }
    /// No memory for the index.
    @inlinable public static var indexOutOfMemory: Self { Self(rawValue: 202) }
    /// The index is not readable yet.
    @inlinable public static var indexNotReadable: Self { Self(rawValue: 203) }
}
