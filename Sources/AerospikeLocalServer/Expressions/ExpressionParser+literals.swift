internal import AerospikeProtocol

extension ExpressionParser {
    /// Parses a value that stands for itself.
    mutating func literal(_ token: PackedToken) throws(OperationFailure) -> Typed {
        let value = try self.element()
        switch token.kind {
        case .null: return self.constant(.null)
        case .true: return self.constant(.boolean(true))
        case .false: return self.constant(.boolean(false))
        case .integer, .negativeInteger: return self.constant(.integer(Int64(bitPattern: token.bits)))
        case .float: return self.constant(.float(Double(bitPattern: token.bits)))
        case .map: return self.constant(.map([UInt8](value.bytes)))
        case .string: return self.constant(.string([UInt8]((value.content ?? []).dropFirst())))
        case .bytes: return try self.binary(value.content ?? [])
        case .geoJSON:
            let text = (value.content ?? []).dropFirst()
            guard GeoJSONCheck.geometry(of: text) != nil else { throw .parameter }
            return self.constant(.geoJSON([UInt8](text)))
        case .list, .extended, .wildcard, .infinity: throw .parameter
        }
    }

    private func constant(_ value: ExpressionValue) -> Typed { Typed(node: .constant(value), type: value.type) }

    private func binary(_ content: ArraySlice<UInt8>) throws(OperationFailure) -> Typed {
        switch content.first.map(ParticleType.init(rawValue:)) {
        case .blob?: return self.constant(.blob([UInt8](content.dropFirst())))
        case .hyperLogLog?: return self.constant(.hyperLogLog([UInt8](content.dropFirst())))
        default: throw .parameter
        }
    }

    /// Parses the list of `[126, list]`.
    mutating func quoted() throws(OperationFailure) -> Typed {
        let value = try self.element()
        guard value.kind == .list else { throw .parameter }
        return self.constant(.list([UInt8](value.bytes)))
    }
}
