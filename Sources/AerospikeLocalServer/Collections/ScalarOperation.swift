internal import AerospikeProtocol

/// An operation on a bin that holds one number, string or blob: codes 5, 9 and 10 (`Spec/wire-protocol.md` §6.4, §9).
package enum ScalarOperation: Sendable {
    /// Adds to an integer or float.
    case increment
    /// Adds bytes behind a string or blob.
    case append
    /// Adds bytes in front of a string or blob.
    case prepend

    /// Returns the new value of a bin. An absent bin takes the operand, whatever its type.
    ///
    /// - Throws: result 12 when bin and operand are of different types or of a type without such an operation, 4 for an
    ///   operand of a wrong size or unknown type, and what `ParticleValidator` throws for an absent bin.
    package func apply(
        particleType: UInt8,
        value: ArraySlice<UInt8>,
        to bin: BinParticle?
    ) throws(OperationFailure) -> BinParticle {
        guard let bin else { return try ParticleValidator.normalized(type: particleType, bytes: value) }
        guard ParticleValidator.isKnown(particleType) else { throw .parameter }
        guard particleType == bin.type else { throw .binType }
        switch self {
        case .increment: return try self.sum(bin, value)
        case .append:
            guard ParticleValidator.isBytes(bin.type) else { throw .binType }
            return BinParticle(type: bin.type, bytes: bin.bytes + value)
        case .prepend:
            guard ParticleValidator.isBytes(bin.type) else { throw .binType }
            return BinParticle(type: bin.type, bytes: value + bin.bytes)
        }
    }

    private func sum(_ bin: BinParticle, _ value: ArraySlice<UInt8>) throws(OperationFailure) -> BinParticle {
        if let current = bin.integerValue {
            let operand = try ParticleValidator.integer(value).integerValue ?? 0
            return .integer(current &+ operand)
        }
        guard let current = bin.floatValue else { throw .binType }
        guard value.count == 8 else { throw .parameter }
        return .float(current + Double(bitPattern: value.bigEndianValue))
    }
}
