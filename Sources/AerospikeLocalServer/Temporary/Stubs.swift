package struct FilterExpression: Sendable {
    package init(_ bytes: ArraySlice<UInt8>) throws(OperationFailure) { throw OperationFailure(resultCode: 16) }
    package func evaluate(_ record: borrowing some ExpressionRecord) -> Truth { .true }
}
package enum Truth: Equatable, Sendable { case `true`, `false`, unknown }
package protocol ExpressionRecord {
    var setName: [UInt8] { get }
    var digest: [UInt8] { get }
    var lastUpdateNanoseconds: Int64 { get }
    var sinceUpdateMilliseconds: Int64 { get }
    var voidTimeNanoseconds: Int64 { get }
    var timeToLiveSeconds: Int64 { get }
    var recordSize: Int64 { get }
    var storedKey: BinParticle? { get }
    func bin(named name: [UInt8]) -> BinParticle?
}
package enum ParticleValidator {
    package static func normalized(type: UInt8, bytes: ArraySlice<UInt8>) throws(OperationFailure) -> BinParticle {
        BinParticle(type: type, bytes: Array(bytes))
    }
}
package struct CollectionOperation: Sendable {
    package enum Access: Sendable { case read, modify }
    package init(access: Access, particleType: UInt8, parameters: ArraySlice<UInt8>) throws(OperationFailure) {
        throw OperationFailure(resultCode: 16)
    }
    package func apply(to bin: BinParticle?) throws(OperationFailure) -> CollectionOutcome {
        throw OperationFailure(resultCode: 16)
    }
}
package struct CollectionOutcome: Equatable, Sendable {
    package enum Change: Equatable, Sendable {
        case unchanged
        case replaced(BinParticle)
        case removed
    }
    package let change: Change
    package let result: BinParticle?
}
package enum ScalarOperation: Sendable {
    case increment, append, prepend
    package func apply(
        particleType: UInt8,
        value: ArraySlice<UInt8>,
        to bin: BinParticle?
    ) throws(OperationFailure) -> BinParticle {
        throw OperationFailure(resultCode: 16)
    }
}
package struct ExpressionOperation: Sendable {
    package init(
        access: CollectionOperation.Access,
        particleType: UInt8,
        parameters: ArraySlice<UInt8>
    ) throws(OperationFailure) {
        throw OperationFailure(resultCode: 16)
    }
    package func apply(
        binNamed name: [UInt8],
        of record: borrowing some ExpressionRecord
    ) throws(OperationFailure) -> CollectionOutcome {
        throw OperationFailure(resultCode: 16)
    }
}
