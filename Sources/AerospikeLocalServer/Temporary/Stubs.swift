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
