/// One step of a context: into which element of a list or map an operation goes (`Spec/wire-protocol.md` §9.3).
struct CollectionContextStep: Sendable {
    /// How the element is found.
    enum Selector: UInt64, Sendable {
        case index = 0
        case rank = 1
        case key = 2
        case value = 3
    }

    /// The bits of the type that say of what container and how.
    private let type: UInt64
    /// The index, rank, key or value.
    let value: PackedValue

    /// Steps are followed on the stack; the server has no limit of its own below the size of a message.
    private static let mostSteps = 256
    private static let listBit: UInt64 = 0x10
    private static let mapBit: UInt64 = 0x20
    private static let creationBits: UInt64 = 0xc0
    private static let persistBit: UInt64 = 0x100

    /// Parses a packed list of types and values.
    ///
    /// - Throws: result 4 when it is empty or odd or no such list, or longer than `mostSteps`.
    static func steps(_ packed: PackedValue) throws(OperationFailure) -> [CollectionContextStep] {
        guard let list = PackedList(packed.bytes), !list.elements.isEmpty, list.elements.count % 2 == 0,
            list.elements.count <= 2 * Self.mostSteps
        else {
            throw .parameter
        }
        var steps: [CollectionContextStep] = []
        for position in stride(from: 0, to: list.elements.count, by: 2) {
            guard let type = list.elements[position].integerValue else { throw .parameter }
            let value = list.elements[position + 1]
            steps.append(CollectionContextStep(type: UInt64(bitPattern: type), value: value))
        }
        return steps
    }

    /// How the element is found, nil for ways that the server does not know here.
    var selector: Selector? { Selector(rawValue: self.type & 0x0f) }

    /// Whether the step may lead into a list.
    var fitsList: Bool { self.type & Self.mapBit == 0 }
    /// Whether the step may lead into a map.
    var fitsMap: Bool { self.type & Self.listBit == 0 }
    /// Whether the step says which container it leads into; one that does not cannot create it.
    var namesContainer: Bool { self.type & (Self.listBit | Self.mapBit) != 0 }
    /// Whether an absent element is created.
    var creates: Bool { self.type & Self.creationBits != 0 }
    /// Whether the created container keeps an index.
    var persists: Bool { self.type & Self.persistBit != 0 }

    /// Whether the step is into a list by index, which can create it.
    var isListIndex: Bool { self.type & 0x3f == Self.listBit }
    /// Whether the step is into a map by key, which can create it.
    var isMapKey: Bool { self.type & 0x3f == Self.mapBit | Selector.key.rawValue }
    /// Whether a created list is ordered.
    var createsOrderedList: Bool { self.type & Self.creationBits == 0xc0 }
    /// Whether a created list is filled with nil up to the index.
    var createsPaddedList: Bool { self.type & Self.creationBits == 0x80 }
    /// The flags of a created map.
    var createdMapFlags: UInt8 {
        switch self.type & Self.creationBits {
        case 0x80: PackedFlags.keyOrdered
        case 0xc0: PackedFlags.keyValueOrdered
        default: 0
        }
    }
}
