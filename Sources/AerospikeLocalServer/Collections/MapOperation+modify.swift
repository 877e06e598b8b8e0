internal import AerospikeProtocol

extension MapOperation {
    func applyModification() throws(OperationFailure) -> CollectionCommand.Outcome {
        switch self.opcode {
        case 64: return try self.setType(self.arguments.flags(0))
        case 65, 67, 69:
            let key = try self.key(0)
            return try self.put(key, self.arguments.stored(1))
        case 66, 68, 70: return try self.putItems()
        default: return try self.increment(negated: self.opcode == 74)
        }
    }

    private func setType(_ flags: UInt64) throws(OperationFailure) -> CollectionCommand.Outcome {
        let byte = UInt8(truncatingIfNeeded: flags)
        guard byte & ~(PackedFlags.keyValueOrdered | PackedFlags.persistIndex) == 0 else { throw .notApplicable }
        var map = self.map
        map.flags = byte & PackedFlags.keyValueOrdered
        return self.replaced(map)
    }

    /// The stored form of a key.
    ///
    /// - Throws: result 4 for what cannot be a key.
    private func key(_ position: Int) throws(OperationFailure) -> PackedValue {
        let key = try self.arguments.stored(position)
        guard key.isMapKey else { throw .parameter }
        return key
    }

    private func put(_ key: PackedValue, _ value: PackedValue) throws(OperationFailure) -> CollectionCommand.Outcome {
        var map = self.map
        let flags = MapFlags(opcode: self.opcode, self.arguments)
        guard try self.write(key, value, into: &map, flags) else { return self.unchanged() }
        return self.replaced(map, result: .integer(Int64(map.entries.count)))
    }

    /// Writes an entry; false when the flags refuse it without an error.
    private func write(
        _ key: PackedValue,
        _ value: PackedValue,
        into map: inout PackedMap,
        _ flags: MapFlags
    ) throws(OperationFailure) -> Bool {
        let position = map.position(of: key)
        if let found = map.found(key, at: position) {
            guard flags.mayOverwrite else { return try self.refuse(flags, .elementExists) }
            map.entries[found].value = value
        } else {
            guard flags.mayCreate else { return try self.refuse(flags, .elementNotFound) }
            map.entries.insert(PackedMap.Entry(key: key, value: value), at: position)
        }
        return true
    }

    private func refuse(_ flags: MapFlags, _ failure: OperationFailure) throws(OperationFailure) -> Bool {
        guard flags.isNoFail else { throw failure }
        return false
    }

    private func putItems() throws(OperationFailure) -> CollectionCommand.Outcome {
        guard let items = PackedMap(try self.arguments.stored(0).bytes) else { throw .parameter }
        guard !items.entries.isEmpty else { return self.unchanged(.touched) }
        var flags = MapFlags(opcode: self.opcode, self.arguments)
        var map = self.map
        // The server lets these flags fill an empty map, although no key of it exists.
        if map.entries.isEmpty && flags.isNoFail && flags.isPartial { flags.mayCreate = true }
        for entry in items.entries {
            let isWritten = try self.write(entry.key, entry.value, into: &map, flags)
            if !isWritten && !flags.isPartial { return self.unchanged() }
        }
        return self.replaced(map, result: .integer(Int64(map.entries.count)))
    }

    private func increment(negated: Bool) throws(OperationFailure) -> CollectionCommand.Outcome {
        let key = try self.key(0)
        var map = self.map
        let found = map.found(key, at: map.position(of: key))
        let current = found.map { map.entries[$0].value }
        let number = try CollectionNumber(adding: self.arguments.value(1), to: current, negated: negated)
        _ = try self.write(key, number.packed, into: &map, MapFlags(0))
        return self.replaced(map, result: number.particle)
    }
}

extension PackedValue {
    /// Whether the value may be a key: an integer, a string or a blob of the plain type.
    var isMapKey: Bool {
        switch self.kind {
        case .integer, .negativeInteger, .string: true
        case .bytes: self.content?.first == ParticleType.blob.rawValue
        default: false
        }
    }
}

extension PackedMap {
    /// The first position whose key is not less than a key.
    func position(of key: PackedValue) -> Int {
        var low = 0
        var high = self.entries.count
        while low < high {
            let middle = (low + high) / 2
            if self.entries[middle].key.isLess(than: key) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The position when its key equals a key.
    func found(_ key: PackedValue, at position: Int) -> Int? {
        position < self.entries.count && self.entries[position].key.isEqual(to: key) ? position : nil
    }
}
