import AerospikeProtocol

/// The way from operations of messages to the pure functions on values.
enum ValueOperation {
    /// Whether a written value is stored just as it was sent, with nothing to check or change.
    @inline(__always)
    static func isStoredAsSent(_ type: ParticleType, size: Int) -> Bool {
        switch type {
        case .integer, .float: size == 8
        case .string, .blob: true
        default: false
        }
    }

    /// The value that a write stores.
    static func normalized(_ operation: borrowing OperationView) throws(OperationFailure) -> BinParticle {
        let value = [UInt8](copying: operation.value)
        return try ParticleValidator.normalized(type: operation.particleType.rawValue, bytes: value[...])
    }

    /// Increments, appends or prepends.
    static func scalar(
        _ operation: borrowing OperationView,
        bin: BinParticle?
    ) throws(OperationFailure) -> BinParticle {
        let kind: ScalarOperation =
            switch operation.code {
            case .increment: .increment
            case .append: .append
            default: .prepend
            }
        let value = [UInt8](copying: operation.value)
        return try kind.apply(particleType: operation.particleType.rawValue, value: value[...], to: bin)
    }

    /// Reads or changes a list or map.
    static func collection(
        _ operation: borrowing OperationView,
        access: CollectionOperation.Access,
        bin: BinParticle?
    ) throws(OperationFailure) -> CollectionOutcome {
        let value = [UInt8](copying: operation.value)
        let parsed = try CollectionOperation(
            access: access,
            particleType: operation.particleType.rawValue,
            parameters: value[...]
        )
        return try parsed.apply(to: bin)
    }

    /// Reads or writes the value of an expression.
    static func expression(
        _ operation: borrowing OperationView,
        access: CollectionOperation.Access,
        record: RecordView
    ) throws(OperationFailure) -> CollectionOutcome {
        let value = [UInt8](copying: operation.value)
        let parsed = try ExpressionOperation(
            access: access,
            particleType: operation.particleType.rawValue,
            parameters: value[...]
        )
        return try parsed.apply(binNamed: [UInt8](copying: operation.name), of: record)
    }
}
