internal import AerospikeProtocol

/// Checks the value of a plain write and brings it into the form that is stored (`Spec/wire-protocol.md` §7.1).
package enum ParticleValidator {
    /// Returns what is stored for a value of `type` with the value bytes of a write operation.
    ///
    /// Type 0 (null) is the caller's: it deletes the bin. Region cells of GeoJSON are dropped and not made anew.
    ///
    /// - Throws: result 4 for unknown types and wrong sizes, 1 for malformed lists and maps, 160 for malformed GeoJSON.
    package static func normalized(type: UInt8, bytes: ArraySlice<UInt8>) throws(OperationFailure) -> BinParticle {
        switch ParticleType(rawValue: type) {
        case .integer: try self.integer(bytes)
        case .float: try self.checked(type, bytes, bytes.count == 8)
        case .boolean: try self.checked(type, bytes, bytes.count == 1 && bytes.byte(at: 0) <= 1)
        case .string, .blob, .vector, .javaBlob, .csharpBlob, .pythonBlob, .rubyBlob, .phpBlob, .erlangBlob:
            BinParticle(type: type, bytes: [UInt8](bytes))
        case .hyperLogLog: try self.checked(type, bytes, HyperLogLogLayout.isValid(bytes))
        case .list: try self.collection(type, bytes, kind: .list)
        case .map: try self.collection(type, bytes, kind: .map)
        case .geoJSON: try self.geoJSON(bytes)
        default: throw .parameter
        }
    }

    /// Whether a value of this type is bytes without structure.
    static func isBytes(_ type: UInt8) -> Bool {
        [3, 4, 7, 8, 9, 10, 11, 12, 16].contains(type)
    }

    /// Whether the server knows the type.
    static func isKnown(_ type: UInt8) -> Bool {
        self.isBytes(type) || [1, 2, 17, 18, 19, 20, 23].contains(type)
    }

    private static func checked(
        _ type: UInt8,
        _ bytes: ArraySlice<UInt8>,
        _ isValid: Bool
    ) throws(OperationFailure) -> BinParticle {
        guard isValid else { throw .parameter }
        return BinParticle(type: type, bytes: [UInt8](bytes))
    }

    /// Integers of 1, 2 and 4 bytes have no sign.
    static func integer(_ bytes: ArraySlice<UInt8>) throws(OperationFailure) -> BinParticle {
        guard [1, 2, 4, 8].contains(bytes.count) else { throw .parameter }
        return .integer(Int64(bitPattern: bytes.bigEndianValue))
    }

    private static func collection(
        _ type: UInt8,
        _ bytes: ArraySlice<UInt8>,
        kind: PackedKind
    ) throws(OperationFailure) -> BinParticle {
        guard let token = try? PackedToken(bytes.view, at: 0), token.kind == kind,
            let normalized = PackedNormalizer.normalize(bytes)
        else { throw .serverError }
        return BinParticle(type: type, bytes: normalized)
    }

    private static func geoJSON(_ bytes: ArraySlice<UInt8>) throws(OperationFailure) -> BinParticle {
        guard bytes.count >= 3 else { throw .invalidGeoJSON }
        let cells = Int(bytes.byte(at: 1)) << 8 | Int(bytes.byte(at: 2))
        let text = bytes.dropFirst(3 + 8 * cells)
        guard bytes.count >= 3 + 8 * cells, let geometry = GeoJSONCheck.geometry(of: text) else {
            throw .invalidGeoJSON
        }
        let flags: UInt8 = geometry == .region ? 1 : 0
        return BinParticle(type: ParticleType.geoJSON.rawValue, bytes: [flags, 0, 0] + text)
    }
}
