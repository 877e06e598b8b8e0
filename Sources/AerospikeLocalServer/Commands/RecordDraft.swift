import AerospikeProtocol

/// The bins of a record while a command changes them.
///
/// Values stay where they are, in the record's body or in the request, until the new body is put together.
struct RecordDraft {
    /// Where a bin's value lies.
    enum Value {
        /// In the body of the record as it was.
        case stored(Range<Int>)
        /// In the request.
        case requested(Range<Int>)
        /// In memory of its own.
        case computed([UInt8])
    }

    /// A bin.
    struct Slot {
        let name: BinName
        var type: UInt8
        var value: Value
    }

    private let body: [UInt8]
    private var slots: [Slot] = []

    /// Creates a draft without bins.
    init() { self.body = [] }

    /// Creates a draft with the bins of a record.
    init(_ record: StoredRecord) {
        let body = record.body
        let base = record.binsRange.lowerBound
        var slots: [Slot] = []
        slots.reserveCapacity(Int(record.binCount) + 2)
        var reader = ByteReader(body.view.at(record.binsRange))
        while !reader.isAtEnd, let bin = try? OperationView(reading: &reader), let name = BinName(bin.name) {
            let end = base &+ reader.offset
            let value = Value.stored((end &- bin.value.byteCount)..<end)
            slots.append(Slot(name: name, type: bin.particleType.rawValue, value: value))
        }
        self.body = body
        self.slots = slots
    }

    /// The number of bins.
    var count: Int { self.slots.count }

    private func index(of name: BinName) -> Int? {
        for index in self.slots.indices where self.slots[index].name == name { return index }
        return nil
    }

    private mutating func put(_ slot: Slot) {
        if let index = self.index(of: slot.name) { self.slots[index] = slot } else { self.slots.append(slot) }
    }

    /// Sets a bin to a value that lies in the request.
    mutating func set(_ name: BinName, type: UInt8, requested range: Range<Int>) {
        self.put(Slot(name: name, type: type, value: .requested(range)))
    }

    /// Sets a bin to a value.
    mutating func set(_ name: BinName, to particle: BinParticle) {
        self.put(Slot(name: name, type: particle.type, value: .computed(particle.bytes)))
    }

    /// Removes a bin if it is there.
    mutating func remove(_ name: BinName) {
        if let index = self.index(of: name) { self.slots.remove(at: index) }
    }

    /// Removes all bins.
    mutating func removeAll() { self.slots.removeAll(keepingCapacity: true) }

    /// The value of a bin; `nil` if it is not there.
    func particle(of name: BinName, request: RawSpan) -> BinParticle? {
        guard let index = self.index(of: name) else { return nil }
        let slot = self.slots[index]
        return switch slot.value {
        case .stored(let range): BinParticle(type: slot.type, bytes: Array(self.body[range]))
        case .requested(let range): BinParticle(type: slot.type, bytes: request.copy(of: range))
        case .computed(let bytes): BinParticle(type: slot.type, bytes: bytes)
        }
    }

    /// The bytes that the bins take in the body.
    var size: Int {
        var size = 0
        for slot in self.slots { size &+= 8 &+ slot.name.count &+ Self.size(of: slot.value) }
        return size
    }

    private static func size(of value: Value) -> Int {
        switch value {
        case .stored(let range), .requested(let range): range.count
        case .computed(let bytes): bytes.count
        }
    }

    /// The bytes that the bins take in the flat format of the real server.
    func flatSize(request: RawSpan) -> Int {
        var size = 0
        for slot in self.slots {
            let isInteger = slot.type == ParticleType.integer.rawValue
            let value = isInteger ? self.integer(of: slot, request: request) : nil
            size &+= 1 &+ slot.name.count
            size &+= FlatRecordSize.particle(type: slot.type, size: Self.size(of: slot.value), integer: value)
        }
        return size
    }

    private func integer(of slot: Slot, request: RawSpan) -> UInt64? {
        switch slot.value {
        case .stored(let range):
            var reader = ByteReader(self.body.view.at(range))
            return try? reader.readUInt64()
        case .requested(let range):
            var reader = ByteReader(request.at(range))
            return try? reader.readUInt64()
        case .computed(let bytes):
            var reader = ByteReader(bytes.view)
            return try? reader.readUInt64()
        }
    }

    /// Appends the bins as operations of code 1.
    func write(to writer: inout ByteWriter, request: RawSpan) {
        for slot in self.slots {
            writer.append(UInt32(truncatingIfNeeded: 4 &+ slot.name.count &+ Self.size(of: slot.value)))
            writer.append(OperationCode.read.rawValue)
            writer.append(slot.type)
            writer.append(UInt8(0))
            writer.append(UInt8(slot.name.count))
            slot.name.write(to: &writer)
            switch slot.value {
            case .stored(let range): writer.append(self.body.view.at(range))
            case .requested(let range): writer.append(request.at(range))
            case .computed(let bytes): writer.append(bytes)
            }
        }
    }
}
